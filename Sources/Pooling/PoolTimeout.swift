/// No connection could be had in time. The request is answered with 503 and Retry-After; nothing was sent.
public struct PoolTimeout: Error, Sendable, CustomStringConvertible {
    /// What the caller was waiting for. The raw value is a stable code for logs.
    public enum Reason: String, Sendable {
        /// The host's connection budget was used up by other processes.
        case budgetExhausted = "connection_budget_exhausted"
        /// Every attempt to connect failed until the deadline.
        case connecting = "database_connect_timeout"
        /// Connecting has failed for a while, or the server is silent, so this caller had one attempt or none.
        case unavailable = "database_unavailable"
        /// Every connection of this process is in use by the caller itself: a closure asks for another one.
        case allInUse = "connections_all_in_use"
    }

    /// What the caller was waiting for.
    public let reason: Reason
    /// The newest failure of an attempt to connect, if there was one.
    public let lastFailure: FailureKind?
    /// How long to stay away; more than zero.
    public let retryAfter: Duration
    /// What the pool had done by then.
    public let statistics: PoolStatistics

    /// Safe to log: the code, the kind of the last failure and the statistics.
    public var description: String {
        let cause = lastFailure.map { ", last failure \($0)" } ?? ""
        return "No database connection: \(reason.rawValue)\(cause); \(statistics)"
    }
}
