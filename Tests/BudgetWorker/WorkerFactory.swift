import Pooling

/// Connections that a worker can hold for a while.
protocol WorkerFactory: ConnectionFactory {
    /// Keeps a connection busy.
    func use(_ connection: Connection, for time: Duration, deadline: Duration) throws
}
