extension ConnectionPool {
    /// To be called each time before the worker waits for a request: closes connections that are overdue, gives one up
    /// when another process waits for its slot, and says how to wait. See ``AcceptanceAdvice``.
    /// - Parameters:
    ///   - isAsked: whether the descriptor of the last advice was ready. Nobody else is asked whether a slot is wanted, so
    ///     a request costs no system call for the budget.
    ///   - connectionIsPending: whether a client waits on the listening socket; asked only when it matters.
    @inlinable
    public func adviceForWait(isAsked: Bool, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        let now = environment.now()
        while let place = state.removeOverdue(at: now) { close(place) }
        if isAsked { yieldIfAsked() }
        var advice = budget.advice(at: now, connectionIsPending: connectionIsPending)
        if let due = state.nextOverdue { advice.wakeAt = min(advice.wakeAt ?? due, due) }
        return advice
    }

    /// To be called right after a request was accepted.
    @inlinable
    public func didAccept() {
        budget.accepted(at: environment.now())
    }

    /// Gives a connection that idles up when another process waits for its slot. ``adviceForWait(isAsked:connectionIsPending:)``
    /// does it too; a worker calls this before it waits for something slow that needs no connection.
    public func yieldIfAsked() {
        guard budget.isAskedToYield() else { return }
        if let place = state.removeIdle(.yielded) { close(place) }
        budget.yield()
    }
}
