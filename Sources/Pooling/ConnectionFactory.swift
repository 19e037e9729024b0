/// What a pool needs to know about the connections it holds: how to make, judge and end them.
///
/// Called from the pool's only thread. Deadlines are instants of the pool's ``PoolEnvironment``.
public protocol ConnectionFactory {
    /// The connection that callers get.
    associatedtype Connection

    /// Opens a connection.
    /// - Throws: any error; ``classify(_:)`` is asked about it and should answer with ``Phase/connecting``.
    func open(deadline: Duration) throws -> Connection

    /// Whether a connection that idled for a while can be used: that the server has said nothing in the meantime, or
    /// that it answers a ping before `deadline`.
    func isHealthy(_ connection: Connection, deadline: Duration) -> Bool

    /// Whether a connection that comes back can be lent again: that it stands between statements, outside a transaction.
    func isReusable(_ connection: Connection) -> Bool

    /// Ends a connection, and waits until the server has let go of it, as far as that can be found out quickly.
    /// - Returns: whether it has; otherwise the budget watches its ``backend(of:)``.
    func close(_ connection: Connection) -> Bool

    /// Who serves a connection, in a word that the budget understands; 0 when that is not known, which is the default.
    func backend(of connection: Connection) -> UInt64

    /// Says what an error of ``open(deadline:)`` or of a caller's closure means.
    func classify(_ error: any Error) -> Failure
}

extension ConnectionFactory {
    /// Not known.
    public func backend(of connection: Connection) -> UInt64 { 0 }
}
