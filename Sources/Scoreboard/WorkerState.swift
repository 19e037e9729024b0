/// What a worker is doing.
public enum WorkerState: UInt64, Sendable, CaseIterable {
    /// It was started and does not accept yet.
    case starting = 1
    /// It waits for a connection.
    case idle
    /// It reads a request.
    case reading
    /// It answers a request.
    case working
    /// It accepts no more and leaves after the request in hand.
    case draining

    /// One word, as the status table shows it.
    public var name: String { "\(self)" }

    /// Whether a request is in hand, so that its time counts.
    public var isBusy: Bool { self == .reading || self == .working }
}

/// What a worker's database connection is doing.
public enum ConnectionState: UInt64, Sendable, CaseIterable {
    /// There is none.
    case none
    /// Open and unused.
    case idle
    /// In use by the request in hand.
    case busy
    /// Being opened.
    case connecting
    /// Waiting for a slot of the host's connection budget.
    case waiting

    /// One word, as the status table shows it.
    public var name: String { "\(self)" }
}
