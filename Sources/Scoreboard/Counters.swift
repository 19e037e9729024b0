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
