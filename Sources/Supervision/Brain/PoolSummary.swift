/// One pool in numbers, for the status.
public struct PoolSummary: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How many workers there should be.
    public var wanted: Int
    /// How many accept connections.
    public var serving: Int
    /// How many were started and are not ready yet.
    public var starting: Int
    /// How many finish their last request.
    public var leaving: Int
    /// How many seats are empty until their back-off is over.
    public var waiting: Int
    /// Whether workers with newer settings are taking over.
    public var isReloading: Bool

    /// A pool described by its numbers.
    public init(
        name: String,
        wanted: Int,
        serving: Int,
        starting: Int,
        leaving: Int,
        waiting: Int,
        isReloading: Bool
    ) {
        self.name = name
        self.wanted = wanted
        self.serving = serving
        self.starting = starting
        self.leaving = leaving
        self.waiting = waiting
        self.isReloading = isReloading
    }
}

extension ManagerState {
    /// Every pool in numbers.
    public var summaries: [PoolSummary] {
        pools.indices.map { pool in
            let own = workers.values.filter { $0.pool == pool }
            return PoolSummary(
                name: pools[pool].name,
                wanted: pools[pool].desired,
                serving: own.count { $0.isServing },
                starting: own.count { $0.stage == .starting },
                leaving: own.count { $0.stage != .starting && !$0.isServing },
                waiting: pools[pool].seats.count { $0.current == nil },
                isReloading: pools[pool].reloadStartedAt != nil
            )
        }
    }

    /// Whether every seat of every pool holds a worker that accepts connections.
    public var isComplete: Bool { summaries.allSatisfy { $0.serving >= $0.wanted } }

    /// Whether every pool has at least one worker that accepts connections.
    public var isAnswering: Bool { summaries.allSatisfy { $0.serving > 0 } }

    /// Whether a reload was asked for and is not over.
    public var isReloading: Bool { reloadDueAt != nil || pools.contains { $0.reloadStartedAt != nil } }

    /// The workers that were started and are not ready yet.
    public var startingWorkers: [WorkerID] { workers.values.filter { $0.stage == .starting }.map(\.id) }

    /// Whether anything waits for a worker to become ready: a pool that has not had one yet, or a replacement.
    public var awaitsReadiness: Bool {
        pools.contains { pool in pool.proven == nil || pool.seats.contains { $0.incoming != nil } }
    }
}
