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
