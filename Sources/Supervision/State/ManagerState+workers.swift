internal import Platform

extension ManagerState {
    /// A worker could not be started at all.
    mutating func startFailed(_ id: WorkerID, reason: String, at now: Duration) -> [ManagerAction] {
        guard let worker = workers.removeValue(forKey: id) else { return [] }
        let event = ManagerEvent.workerStartFailed(id, pool: pools[worker.pool].name, reason: reason)
        return [.report(event)] + vacate(worker, wasReady: false, isFailure: true, why: reason, now) + reconcile(now)
    }

    /// A worker began to accept.
    mutating func becameReady(_ id: WorkerID, at now: Duration) -> [ManagerAction] {
        guard let worker = workers[id], worker.stage == .starting else { return [] }
        workers[id]?.stage = .serving
        workers[id]?.readyAt = now
        let pool = worker.pool
        let after = now - worker.startedAt
        var actions: [ManagerAction] = [.report(.workerBecameReady(id, pool: pools[pool].name, after: after))]
        if worker.generation >= pools[pool].proven ?? 0 { pools[pool].proven = worker.generation }
        if let seat = pools[pool].seats.firstIndex(where: { $0.incoming == id }) {
            let old = pools[pool].seats[seat].current
            pools[pool].seats[seat].current = id
            pools[pool].seats[seat].incoming = nil
            let isTooLarge = old.flatMap { workers[$0] }?.isTooLarge ?? false
            actions += askToLeave(old, reason: isTooLarge ? .memory : .reload, now)
        }
        return actions + reconcile(now) + noteFinishedReload(pool, now)
    }

    /// A worker is gone.
    ///
    /// - Parameter requests: how many requests it had finished.
    mutating func exited(
        _ id: WorkerID,
        status: ExitStatus,
        requests: Int,
        at now: Duration
    ) -> [ManagerAction] {
        guard let worker = workers.removeValue(forKey: id) else { return [] }
        let pool = pools[worker.pool].name
        if case .leaving(let reason, _) = worker.stage {
            let event = ManagerEvent.workerLeft(id, pool: pool, reason: reason, status: status, requests: requests)
            return [.report(event)] + vacate(worker, wasReady: true, isFailure: false, why: "", now) + reconcile(now)
        }
        let wasReady = worker.readyAt != nil || requests > 0
        let isStable = requests > 0 || worker.readyAt.map { now - $0 >= limits.stableAfter } ?? false
        let isVoluntary = status == .code(0) && isStable
        let event: ManagerEvent =
            isVoluntary
            ? .workerLeft(id, pool: pool, reason: .limitReached, status: status, requests: requests)
            : .workerDied(id, pool: pool, status: status, lived: now - worker.startedAt, requests: requests)
        let left = vacate(worker, wasReady: wasReady, isFailure: !isStable, why: status.description, now)
        return [.report(event)] + left + reconcile(now) + noteFinishedReload(worker.pool, now)
    }

    /// What the manager saw of a worker on one of its rounds.
    ///
    /// - Parameters:
    ///   - requestTakes: how long the request in hand has been taking; nil when there is none.
    ///   - privateMemory: in bytes; nil when it was not looked at this time.
    mutating func observed(
        _ id: WorkerID,
        requestTakes: Duration?,
        privateMemory: UInt64?,
        at now: Duration
    ) -> [ManagerAction] {
        guard let worker = workers[id], worker.stage != .killed else { return [] }
        let deadline = requestDeadlines[worker.generation]
        if let requestTakes, let deadline, requestTakes > deadline + limits.overdueGrace {
            return kill(worker, reason: .overdue(requestTakes))
        }
        if let privateMemory, let maximum = limits.maximumMemory, privateMemory > maximum, worker.isServing {
            workers[id]?.isTooLarge = true
            return reconcile(now)
        }
        return []
    }

    /// Takes a worker that is gone out of its seat.
    private mutating func vacate(
        _ worker: WorkerRecord,
        wasReady: Bool,
        isFailure: Bool,
        why: String,
        _ now: Duration
    ) -> [ManagerAction] {
        let pool = worker.pool
        guard let seat = pools[pool].seats.firstIndex(where: { [$0.current, $0.incoming].contains(worker.id) })
        else { return [] }
        if pools[pool].seats[seat].incoming == worker.id {
            pools[pool].seats[seat].incoming = nil
            if let abandoned = abandonReload(worker, why: why) { return abandoned }
        } else {
            pools[pool].seats[seat].current = pools[pool].seats[seat].incoming
            pools[pool].seats[seat].incoming = nil
        }
        if isFailure { return countFailure(pool, seat, wasReady: wasReady, now) }
        pools[pool].seats[seat].clearFailures()
        return []
    }
}
