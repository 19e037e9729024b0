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
    /// What lies in a slot; nil when no worker has it. A worker that writes at the same moment may leave a mix of its
    /// old and new values, never anything worse.
    func status(_ slot: Int, routes: [String]) -> SlotSnapshot? {
        typealias Status = ScoreboardLayout.Status
        let base = ScoreboardLayout.slot(slot)
        var snapshot: SlotSnapshot?
        for _ in 0..<4 {
            let revision = memory.load(base + Status.revision)
            guard let state = WorkerState(rawValue: memory.load(base + Status.state)) else { return nil }
            let route = Int(clamping: memory.load(base + Status.route)) - 1
            snapshot = SlotSnapshot(
                slot: slot,
                process: Int32(truncatingIfNeeded: memory.load(base + Status.process)),
                pool: memory.text(at: base + Status.pool, words: Status.poolWords),
                state: state,
                route: state.isBusy && routes.indices.contains(route) ? routes[route] : nil,
                requestID: memory.text(at: base + Status.requestID, words: Status.requestIDWords),
                since: .nanoseconds(Int64(clamping: memory.load(base + Status.since))),
                startedAt: .nanoseconds(Int64(clamping: memory.load(base + Status.started))),
                requests: Int(clamping: memory.load(base + Status.requests)),
                privateMemory: memory.load(base + Status.privateMemory),
                connection: ConnectionState(rawValue: memory.load(base + Status.connection)) ?? .none
            )
            if revision & 1 == 0, revision == memory.load(base + Status.revision) { break }
        }
        return snapshot
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
