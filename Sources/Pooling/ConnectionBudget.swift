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

/// How a worker should wait for its next request.
///
/// With more workers than connection slots it matters who accepts: a request is answered soonest by a worker that holds
/// a connection already, and stays cheapest in the listening socket's queue until one is free. So a worker without a slot
/// keeps its hands off the queue unless the others fail to empty it. The worker's loop is:
///
/// ```
/// while !leaving {
///     let advice = pool.adviceForWait(isAsked: isAsked) { listener.hasPendingConnection }
///     watch(listener, as: advice.listening); watch(advice.descriptor); watch(signals)
///     wait(until: advice.wakeAt); isAsked = advice.descriptor is ready
///     if advice.listening == .accept, listener is ready, accept() { pool.didAccept(); serve() }
/// }
/// ```
///
/// Whatever ends the wait, the loop asks again. When the listener and another descriptor are ready together the request
/// comes first: the kernel has woken nobody else for it.
public struct AcceptanceAdvice: Sendable, Equatable {
    /// What to do with the listening socket.
    public enum Listening: Sendable, Equatable {
        /// Watch it exclusively (EPOLLEXCLUSIVE, one connection wakes one worker), and accept.
        case accept
        /// Watch it without exclusion, so that no worker which accepts misses its wake-up, and do not accept: ask again.
        case observe
        /// Do not watch it.
        case ignore
    }

    /// What to do with the listening socket.
    public var listening: Listening
    /// A descriptor to watch for reading, exclusively: when it is ready, ask again. Nil: none.
    public var descriptor: Int32?
    /// The instant at which to ask again though nothing happened. Nil: never. In the past: look, but do not wait.
    public var wakeAt: Duration?

    /// Puts an advice together.
    public init(_ listening: Listening, descriptor: Int32? = nil, wakeAt: Duration? = nil) {
        self.listening = listening
        self.descriptor = descriptor
        self.wakeAt = wakeAt
    }

    /// Accept; nothing else to watch.
    public static let accept = AcceptanceAdvice(.accept)
}
