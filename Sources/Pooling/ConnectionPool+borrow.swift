extension ConnectionPool {
    /// Does what the brain asks for until a connection is in use.
    @usableFromInline
    func borrow(startingWith first: PoolState.Step, deadline: Duration) throws -> Int {
        var step = first
        var lastFailure: FailureKind?
        while true {
            let now = environment.now()
            switch step {
            case .use(let place): return place
            case .close(let place): close(place)
            case .check(let place):
                if isHealthy(place, deadline: min(deadline, now + limits.connectTimeout)) { return place }
            case .open(let place):
                guard now < deadline else { throw timeout(.connecting, lastFailure, at: now) }
                if let kind = try open(place, deadline: deadline) { lastFailure = kind } else { return place }
            case .wait(let instant):
                guard instant < deadline else { throw timeout(.connecting, lastFailure, until: instant, at: now) }
                wait(until: instant)
            case .unavailable(let instant): throw timeout(.unavailable, lastFailure, until: instant, at: now)
            case .allInUse: throw timeout(.allInUse, lastFailure, at: now)
            }
            step = state.borrow(at: environment.now())
        }
    }

    func wait(until instant: Duration) {
        let start = environment.now()
        environment.sleep(instant)
        state.statistics.didWait(environment.now() - start)
    }

    /// Checks a connection: it is then in use, or closed.
    @inlinable
    func isHealthy(_ place: Int, deadline: Duration) -> Bool {
        let healthy = connections[place].map { factory.isHealthy($0, deadline: deadline) } ?? false
        guard case .close = state.checked(place, healthy: healthy) else { return true }
        close(place)
        return false
    }

    /// Opens a connection for a place, in use at once.
    /// - Returns: nil, or what failed and may be tried again.
    private func open(_ place: Int, deadline: Duration) throws -> FailureKind? {
        let start = environment.now()
        let hasSlot = budget?.take(deadline: deadline) ?? true
        let now = environment.now()
        if now - start >= .milliseconds(1) { state.statistics.didWait(now - start) }
        guard hasSlot else { throw timeout(.budgetExhausted, nil, at: now) }
        do {
            let connection = try factory.open(deadline: min(deadline, now + state.attemptTimeout))
            connections[place] = connection
            budget?.opened(backend: factory.backend(of: connection))
        } catch {
            budget?.giveBack(backend: 0, isGone: true)
            let end = environment.now()
            let nextAttempt = state.openFailed(at: end, after: end - now, random: environment.random())
            let kind = factory.classify(error).kind
            guard RetryRule.decision(kind, .connecting, .write) != .fail else { throw error }
            if let nextAttempt { throw timeout(.unavailable, kind, until: nextAttempt, at: end) }
            return kind
        }
        state.opened(place, at: environment.now(), random: environment.random())
        return nil
    }

    /// What a failure says about the server, beyond the statement that met it.
    @usableFromInline
    func learn(from failure: Failure) {
        if failure.kind == .readOnly {
            // Connections in use are closed when they come back.
            for place in connections.indices where state.evict(place) { close(place) }
        }
        if failure.kind == .cancelled, !failure.leavesConnectionClean { state.metSilence() }
    }

    private func timeout(
        _ reason: PoolTimeout.Reason,
        _ failure: FailureKind?,
        until: Duration? = nil,
        at now: Duration
    ) -> PoolTimeout {
        state.statistics.timeouts += 1
        return PoolTimeout(
            reason: reason,
            lastFailure: failure,
            retryAfter: max(.seconds(1), (until ?? now) - now),
            statistics: state.statistics
        )
    }
}
