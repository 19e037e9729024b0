/// The number of connections that all processes of a host may have open together.
///
/// A pool takes a slot before it opens a connection and gives it back after it has closed it. Called from the pool's
/// only thread; instants are those of the pool's ``PoolEnvironment``.
public protocol ConnectionBudget {
    /// Takes a slot, waiting for one until `deadline`.
    /// - Returns: false when none came free in time.
    func take(deadline: Duration) -> Bool

    /// A connection stands for the slot that was taken last.
    /// - Parameter backend: who serves it, as ``ConnectionFactory/backend(of:)`` says; 0 when that is not known.
    func opened(backend: UInt64)

    /// Gives a slot back. A budget may keep it for this process, as a reserve, until another process asks.
    /// - Parameters:
    ///   - backend: as it was ``opened(backend:)``; 0 when no connection came about.
    ///   - isGone: whether the server has let go of the connection.
    func giveBack(backend: UInt64, isGone: Bool)

    /// Whether another process waits for a slot and this one was chosen to give one up. The pool then closes a
    /// connection that idles, if it has one, and calls ``yield()``.
    func isAskedToYield() -> Bool

    /// Hands a reserve to the process that waits.
    func yield()

    /// Says how this process, about to wait for its next request, should do so.
    /// - Parameter connectionIsPending: whether a client waits on the listening socket; asked only when it matters.
    func advice(at now: Duration, connectionIsPending: () -> Bool) -> AcceptanceAdvice

    /// The process has accepted a request.
    func accepted(at now: Duration)

    /// The process is about to end, or to stop listening for a while: gives back whatever backs no connection, and tells
    /// those who wait. It may go on later.
    func leave()
}

/// No common budget: every process opens what it needs.
public struct NoBudget: ConnectionBudget {
    /// A budget without a bound.
    public init() {}

    /// True: there is always a slot.
    public func take(deadline: Duration) -> Bool { true }

    /// Does nothing.
    public func opened(backend: UInt64) {}

    /// Does nothing.
    public func giveBack(backend: UInt64, isGone: Bool) {}

    /// False: nobody waits.
    public func isAskedToYield() -> Bool { false }

    /// Does nothing.
    public func yield() {}

    /// Accept.
    public func advice(at now: Duration, connectionIsPending: () -> Bool) -> AcceptanceAdvice { .accept }

    /// Does nothing.
    public func accepted(at now: Duration) {}

    /// Does nothing.
    public func leave() {}
}

/// A budget that may be absent: nil is ``NoBudget``, for a process that runs without a runtime directory.
extension Optional: ConnectionBudget where Wrapped: ConnectionBudget {
    /// As the wrapped budget; true without one.
    public func take(deadline: Duration) -> Bool { self?.take(deadline: deadline) ?? true }

    /// As the wrapped budget.
    public func opened(backend: UInt64) { self?.opened(backend: backend) }

    /// As the wrapped budget.
    public func giveBack(backend: UInt64, isGone: Bool) { self?.giveBack(backend: backend, isGone: isGone) }

    /// As the wrapped budget; false without one.
    public func isAskedToYield() -> Bool { self?.isAskedToYield() ?? false }

    /// As the wrapped budget.
    public func yield() { self?.yield() }

    /// As the wrapped budget; without one: accept.
    @inlinable
    public func advice(at now: Duration, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        self?.advice(at: now, connectionIsPending: connectionIsPending) ?? .accept
    }

    /// As the wrapped budget.
    @inlinable
    public func accepted(at now: Duration) { self?.accepted(at: now) }

    /// As the wrapped budget.
    public func leave() { self?.leave() }
}
