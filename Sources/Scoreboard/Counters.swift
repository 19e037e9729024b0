internal import Platform

/// What a worker counts about its database connections, over all workers that ever had its slot.
public enum PoolCounter: Int, Sendable, CaseIterable {
    /// Borrowings that had to wait for a slot of the connection budget.
    case waits
    /// Borrowings that gave up waiting.
    case timeouts
    /// Statements sent again after a connection had failed.
    case retries
    /// Connections opened.
    case opened
    /// Connections closed for any reason.
    case closed
    /// Connections taken over from a worker that had done its share.
    case takenOver

    /// As in metric names: `waits`, `taken_over`, …
    public var name: String { self == .takenOver ? "taken_over" : "\(self)" }
}

/// What the manager counts.
public enum ManagerCounter: Int, Sendable, CaseIterable {
    case workersStarted
    case startsFailed
    case deaths
    case killedOverdue
    case killedNotReady
    case killedNotLeaving
    case recycledLimit
    case recycledMemory
    case leftReload
    case leftScale
    case reloadsFinished
    case reloadsRefused
    case upgrades
}

/// The HTTP status codes that are counted one by one; the rest are counted by their class.
enum StatusCode {
    static let counted = [
        200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 501, 502, 503,
        504, 505,
    ]
    static let columns = counted.count + 5

    static func column(of status: Int) -> Int {
        if let exact = counted.firstIndex(of: status) { return exact }
        return counted.count + min(max(status / 100, 1), 5) - 1
    }

    /// For example `404`, or `4xx` where codes are counted together.
    static func label(ofColumn column: Int) -> String {
        column < counted.count ? String(counted[column]) : "\(column - counted.count + 1)xx"
    }
}

/// The upper bounds of the latency histogram.
enum LatencyBuckets {
    /// In ascending order; a last bucket without bound follows.
    static let bounds: [Duration] = [
        .microseconds(500), .milliseconds(1), .milliseconds(2), .milliseconds(5), .milliseconds(10), .milliseconds(20),
        .milliseconds(50), .milliseconds(100), .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2),
        .seconds(5), .seconds(10), .seconds(30),
    ]

    static let count = bounds.count + 1
    private static let nanoseconds = bounds.map { UInt64($0.wholeNanoseconds) }

    static func index(nanoseconds duration: UInt64) -> Int {
        nanoseconds.firstIndex { duration <= $0 } ?? nanoseconds.count
    }
}
