/// Why a command is refused; nothing was changed.
enum CommandError: Error, Equatable, CustomStringConvertible {
    /// No pool has this name.
    case unknownPool(String, known: [String])
    /// The pool was not named and there are several.
    case poolNotNamed(known: [String])
    /// Not a number of workers that a pool may have.
    case badCount(Int)
    /// The manager is about to leave.
    case stopping

    var description: String {
        switch self {
        case .unknownPool(let name, let known):
            "There is no pool \"\(name)\"; the pools are \(known.joined(separator: ", "))."
        case .poolNotNamed(let known):
            "Several pools run here; name one of \(known.joined(separator: ", "))."
        case .badCount(let count):
            "A pool has 1 to \(ManagerLimits.maximumWorkers) workers, not \(count); to have none, stop the manager."
        case .stopping:
            "The manager is stopping."
        }
    }
}

/// Scaling.
extension ManagerState {
    /// Sets the number of workers of one pool.
    ///
    /// - Parameter pool: nil means the only pool.
    mutating func scale(
        _ pool: String?,
        to count: Int,
        at now: Duration
    ) throws(CommandError) -> [ManagerAction] {
        guard phase == .serving else { throw .stopping }
        let index = try find(pool)
        guard (1...ManagerLimits.maximumWorkers).contains(count) else { throw .badCount(count) }
        let before = pools[index].desired
        guard count != before else { return [] }
        pools[index].desired = count
        let event = ManagerEvent.poolScaled(pool: pools[index].name, from: before, to: count)
        return [.report(event)] + reconcile(now) + noteFinishedReload(index, now)
    }

    /// One worker more (SIGTTIN) or fewer (SIGTTOU) in the first pool, within its bounds.
    mutating func adjust(by difference: Int, at now: Duration) -> [ManagerAction] {
        guard let first = pools.first else { return [] }
        return (try? scale(first.name, to: first.desired + difference, at: now)) ?? []
    }

    private func find(_ pool: String?) throws(CommandError) -> Int {
        let known = pools.map(\.name)
        guard let name = pool ?? (known.count == 1 ? known.first : nil) else { throw .poolNotNamed(known: known) }
        guard let index = known.firstIndex(of: name) else { throw .unknownPool(name, known: known) }
        return index
    }
}

/// Reloading the settings.
extension ManagerState {
    /// Somebody asked for a reload. Requests that follow within `ManagerLimits.reloadDelay` belong to the same one.
    mutating func reloadRequested(at now: Duration) -> [ManagerAction] {
        if phase == .serving, reloadDueAt == nil { reloadDueAt = now + limits.reloadDelay }
        return []
    }

    /// The settings were read and are good: every worker shall have them.
    ///
    /// - Parameters:
    ///   - generation: larger than every one before.
    ///   - requestDeadline: how long a request may take with these settings; nil: as long as it wants.
    mutating func settingsAccepted(
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
            for seat in pools[pool].seats.indices { pools[pool].seats[seat].clearFailures() }
            actions.append(.report(.reloadStarted(pool: pools[pool].name, generation: generation)))
        }
        return actions + reconcile(now)
    }

    /// The generations of settings that a worker may still be started with.
    var generationsInUse: Set<Int> { Set(pools.flatMap { [$0.target, $0.generationForStart] }) }

    /// Whether a reload was asked for and is not over.
    var isReloading: Bool { reloadDueAt != nil || pools.contains { $0.reloadStartedAt != nil } }

    /// Gives the new settings up, when `worker` was the first that ran with them and failed.
    /// - Returns: nil when the worker's settings have worked before.
    mutating func abandonReload(_ worker: WorkerRecord, why: String) -> [ManagerAction]? {
        let pool = worker.pool
        guard let proven = pools[pool].proven, worker.generation > proven else { return nil }
        guard worker.generation == pools[pool].target else { return [] }
        pools[pool].target = proven
        pools[pool].reloadStartedAt = nil
        return [.report(.reloadAbandoned(pool: pools[pool].name, generation: worker.generation, status: why))]
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
        return [.report(.reloadFinished(pool: pools[pool].name, generation: target, took: now - startedAt))]
    }
}

/// Stopping.
extension ManagerState {
    /// Somebody asked the manager to stop. A quick stop overrules a graceful one.
    mutating func stopRequested(_ kind: StopKind, at now: Duration) -> [ManagerAction] {
        switch (phase, kind) {
        case (.stopping, _), (.draining, .graceful): return []
        case (.serving, .graceful):
            phase = .draining(until: now + limits.stopGrace)
            return [.report(.stopping(kind)), .closeToNewConnections]
        case (.serving, .quick):
            return [.report(.stopping(kind)), .closeToNewConnections] + dismissEveryone(now)
        case (.draining, .quick):
            return [.report(.stopping(kind))] + dismissEveryone(now)
        }
    }

    /// No connection waits any more after a `closeToNewConnections`.
    mutating func queuesDrained(at now: Duration) -> [ManagerAction] {
        isDraining ? dismissEveryone(now) : []
    }

    /// Whether the manager should look for connections that still wait, and answer with `queuesDrained`.
    var isDraining: Bool {
        if case .draining = phase { true } else { false }
    }

    /// Whether a stop was asked for.
    var isStopping: Bool { phase != .serving }

    private mutating func dismissEveryone(_ now: Duration) -> [ManagerAction] {
        phase = .stopping
        return workers.keys.sorted().flatMap { askToLeave($0, reason: .stop, now) } + reconcile(now)
    }
}
