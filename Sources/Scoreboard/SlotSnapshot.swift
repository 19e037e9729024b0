internal import Platform

/// What one worker was doing at the moment somebody looked.
public struct SlotSnapshot: Sendable, Equatable {
    /// The slot's position in the file.
    public var slot: Int
    /// The worker's process id.
    public var process: Int32
    /// The pool it belongs to.
    public var pool: String
    /// What it was doing.
    public var state: WorkerState
    /// The route template of the request in hand.
    public var route: String?
    /// The id of the request in hand, or of the last one.
    public var requestID: String
    /// Since when it has been doing that, on the monotonic clock.
    public var since: Duration
    /// When it attached, on the monotonic clock.
    public var startedAt: Duration
    /// How many requests this process has answered.
    public var requests: Int
    /// In bytes, as of the manager's last round; 0 before the first.
    public var privateMemory: UInt64
    /// What its database connection was doing.
    public var connection: ConnectionState
}

extension Scoreboard {
    /// What lies in a slot; nil when no worker has it. A worker that writes again and again at the same moment may leave a
    /// mix of its old and new values, never anything worse.
    func status(_ slot: Int, routes: [String]) -> SlotSnapshot? {
        typealias Status = ScoreboardLayout.Status
        let words = statusWords(slot).words
        guard let state = WorkerState(rawValue: words[Status.state]) else { return nil }
        let route = Int(clamping: words[Status.route]) - 1
        return SlotSnapshot(
            slot: slot,
            process: Int32(truncatingIfNeeded: words[Status.process]),
            pool: SharedMemory.text(words[Status.pool..<(Status.pool + Status.poolWords)]),
            state: state,
            route: state.isBusy && routes.indices.contains(route) ? routes[route] : nil,
            requestID: SharedMemory.text(words[Status.requestID..<(Status.requestID + Status.requestIDWords)]),
            since: .nanoseconds(Int64(clamping: words[Status.since])),
            startedAt: .nanoseconds(Int64(clamping: words[Status.started])),
            requests: Int(clamping: words[Status.requests]),
            privateMemory: words[Status.privateMemory],
            connection: ConnectionState(rawValue: words[Status.connection]) ?? .none
        )
    }

    /// The status block as it was between two changes; after many tries, when its worker was held up or killed in the
    /// middle of one, as it is.
    func statusWords(_ slot: Int) -> (words: [UInt64], isSettled: Bool) {
        let base = ScoreboardLayout.slot(slot)
        var words: [UInt64] = []
        for _ in 0..<64 {
            let revision = memory.load(base + ScoreboardLayout.Status.revision)
            words = memory.load(base, count: ScoreboardLayout.Status.words)
            if revision & 1 == 0, revision == memory.load(base + ScoreboardLayout.Status.revision) {
                return (words, true)
            }
        }
        return (words, false)
    }

    /// The worker in a slot, without the texts: for the manager's frequent rounds.
    public func glance(_ slot: Int) -> (process: Int32, state: WorkerState?, since: Duration, requests: Int) {
        typealias Status = ScoreboardLayout.Status
        let base = ScoreboardLayout.slot(slot)
        return (
            Int32(truncatingIfNeeded: memory.load(base + Status.process)),
            WorkerState(rawValue: memory.load(base + Status.state)),
            .nanoseconds(Int64(clamping: memory.load(base + Status.since))),
            Int(clamping: memory.load(base + Status.requests))
        )
    }

    /// The whole status of one slot; nil when no worker has it.
    public func look(_ slot: Int) -> SlotSnapshot? { status(slot, routes: routes) }

    /// Notes a worker's private memory in bytes, as the manager measured it.
    public func note(privateMemory bytes: UInt64, slot: Int) {
        memory.store(bytes, at: ScoreboardLayout.slot(slot) + ScoreboardLayout.Status.privateMemory)
    }

    /// Marks a slot as empty, once its worker is gone; its counters stay.
    public func vacate(_ slot: Int) {
        let base = ScoreboardLayout.slot(slot)
        memory.store(0, at: base + ScoreboardLayout.Status.state)
        memory.store(0, at: base + ScoreboardLayout.Status.process)
        memory.store(0, at: base + ScoreboardLayout.Status.requests)
    }
}
