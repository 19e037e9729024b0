extension ManagerState {
    /// Somebody asked for a reload. Requests that follow within `ManagerLimits.reloadDelay` belong to the same one.
    public mutating func reloadRequested(at now: Duration) -> [ManagerAction] {
        guard phase == .serving else { return [] }
        if reloadDueAt == nil { reloadDueAt = now + limits.reloadDelay }
        return []
    }

    /// The settings were read and are good: every worker shall have them.
    ///
    /// - Parameters:
    ///   - generation: larger than every one before.
    ///   - requestDeadline: how long a request may take with these settings; nil: as long as it wants.
    public mutating func settingsAccepted(
        generation: Int,
        requestDeadline: Duration? = nil,
        at now: Duration
    ) -> [ManagerAction] {
        guard phase == .serving else { return [] }
        requestDeadlines[generation] = requestDeadline
        var actions: [ManagerAction] = []
        for pool in pools.indices {
            pools[pool].target = generation
            pools[pool].reloadStartedAt = now
            for seat in pools[pool].seats.indices {
                pools[pool].seats[seat].backOff.reset()
                pools[pool].seats[seat].notBefore = .zero
            }
            actions.append(.report(.reloadStarted(pool: pools[pool].name, generation: generation)))
        }
        return actions + reconcile(now)
    }

    /// The settings are bad; everything stays as it is.
    public mutating func settingsRefused(reason: String) -> [ManagerAction] {
        [.report(.reloadRefused(reason: reason))]
    }

    /// The generations of settings that a worker may still be started with.
    public var generationsInUse: Set<Int> {
        Set(pools.flatMap { [$0.target, $0.proven ?? $0.target] })
    }

    /// The first worker with the new settings failed: nobody else tries them.
    mutating func abandonReload(_ worker: Worker, why: String) -> [ManagerAction] {
        let pool = worker.pool
        let refused = worker.generation
        guard refused == pools[pool].target, let proven = pools[pool].proven else { return [] }
        pools[pool].target = proven
        pools[pool].reloadStartedAt = nil
        return [.report(.reloadAbandoned(pool: pools[pool].name, generation: refused, status: why))]
    }

    mutating func noteFinishedReload(_ pool: Int, _ now: Duration) -> [ManagerAction] {
        guard let startedAt = pools[pool].reloadStartedAt else { return [] }
        let target = pools[pool].target
        let isFinished = pools[pool].seats.allSatisfy { seat in
            guard let current = seat.current, let worker = workers[current] else { return false }
            return worker.generation == target && worker.isServing
        }
        guard isFinished else { return [] }
        pools[pool].reloadStartedAt = nil
        let took = now - startedAt
        return [.report(.reloadFinished(pool: pools[pool].name, generation: target, took: took))]
    }
}
