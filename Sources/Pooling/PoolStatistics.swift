/// Why a connection was closed.
public enum CloseReason: String, Sendable, Hashable, CaseIterable {
    /// It was open for longer than allowed.
    case aged
    /// It idled for longer than allowed.
    case idle
    /// The check before its use failed.
    case unhealthy
    /// It came back in doubt.
    case doubtful
    /// Its server must not be used any more, for example after a failover.
    case evicted
    /// Another process needed its slot.
    case yielded
    /// The pool was closed.
    case shutdown
}

/// What a pool has done so far: a snapshot, and a part of every timeout's text.
public struct PoolStatistics: Sendable, Equatable, CustomStringConvertible {
    /// Connections open now, those in use included.
    public internal(set) var open = 0
    /// Connections in use now.
    public internal(set) var inUse = 0
    /// Times a connection was handed out.
    public internal(set) var borrowed = 0
    /// Connections opened.
    public internal(set) var opened = 0
    /// Connections taken over from another process.
    public internal(set) var takenOver = 0
    /// Connections handed over to another process.
    public internal(set) var handedOver = 0
    /// Attempts to open one that failed.
    public internal(set) var connectFailures = 0
    /// Connections closed, by reason.
    public internal(set) var closed: [CloseReason: Int] = [:]
    /// Connections checked before their use.
    public internal(set) var checked = 0
    /// Times that the caller had to wait, for a slot or for the end of a pause.
    public internal(set) var waits = 0
    /// How long it waited altogether.
    public internal(set) var waited = Duration.zero
    /// The longest single wait.
    public internal(set) var longestWait = Duration.zero
    /// Callers that got no connection within their deadline.
    public internal(set) var timeouts = 0
    /// Attempts repeated after a failure.
    public internal(set) var retries = 0

    /// No activity yet.
    public init() {}

    /// One line: counts and times, no names and no values.
    public var description: String {
        let reasons = CloseReason.allCases.compactMap { reason in closed[reason].map { "\(reason.rawValue) \($0)" } }
        return "open \(open), in use \(inUse), borrowed \(borrowed), opened \(opened), "
            + "taken over \(takenOver), handed over \(handedOver), connect failures \(connectFailures), "
            + "closed [\(reasons.joined(separator: ", "))], checked \(checked), "
            + "waits \(waits) (\(waited) in all, longest \(longestWait)), timeouts \(timeouts), retries \(retries)"
    }

    mutating func didWait(_ time: Duration) {
        waits += 1
        waited += time
        longestWait = max(longestWait, time)
    }
}

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
