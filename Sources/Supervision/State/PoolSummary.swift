/// One pool in numbers, for the status.
public struct PoolSummary: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How many workers there should be.
    public var wanted = 0
    /// How many accept connections.
    public var serving = 0
    /// How many were started and are not ready yet.
    public var starting = 0
    /// How many finish their last request.
    public var leaving = 0
    /// How many seats are empty until their next worker may start.
    public var waiting = 0
    /// Whether workers with newer settings are taking over.
    public var isReloading: Bool
}

extension ManagerState {
    /// Every pool in numbers.
    var summaries: [PoolSummary] {
        pools.indices.map { pool in
            let own = workers.values.filter { $0.pool == pool }
            let (serving, starting) = (own.count { $0.isServing }, own.count { $0.stage == .starting })
            return PoolSummary(
                name: pools[pool].name,
                wanted: pools[pool].desired,
                serving: serving,
                starting: starting,
                leaving: own.count - serving - starting,
                waiting: pools[pool].seats.count { $0.current == nil },
                isReloading: pools[pool].reloadStartedAt != nil
            )
        }
    }

    /// Whether every seat of every pool holds a worker that accepts connections.
    var isComplete: Bool { summaries.allSatisfy { $0.serving >= $0.wanted } }

    /// Whether every pool has at least one worker that accepts connections.
    var isAnswering: Bool { summaries.allSatisfy { $0.serving > 0 } }

    /// The workers that were started and are not ready yet.
    var startingWorkers: [WorkerID] { workers.values.filter { $0.stage == .starting }.map(\.id) }

    /// Whether anything waits for a worker to become ready: a pool that has not had one yet, or a replacement.
    var awaitsReadiness: Bool {
        pools.contains { pool in pool.proven == nil || pool.seats.contains { $0.incoming != nil } }
    }
}
