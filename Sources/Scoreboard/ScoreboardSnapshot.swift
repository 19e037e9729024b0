internal import Platform

/// Everything on the scoreboard at one moment, as plain values.
public struct ScoreboardSnapshot: Sendable, Equatable {
    /// When it was taken, on the monotonic clock.
    public var takenAt = Duration.zero
    /// The manager's process id; nil when none is in charge.
    public var manager: Int32?
    /// The workers that live, in the order of their slots.
    public var workers: [SlotSnapshot] = []
    /// Every route that was ever requested.
    public var routes: [RouteCounts] = []
    /// What the workers counted about database connections.
    public var pool: [PoolCounter: UInt64] = [:]
    /// What the manager counted.
    public var management: [ManagerCounter: UInt64] = [:]
}

/// What was counted for one route over all workers that ever were.
public struct RouteCounts: Sendable, Equatable {
    /// For example `GET /users/{id}`.
    public var template: String
    /// Answers by status code (`404`) or class (`4xx`, for rare codes), without those that never occurred.
    public var statuses: [String: UInt64]
    /// Answers by duration: one number per bound of `LatencyBuckets` and one for all longer ones; not accumulated.
    public var buckets: [UInt64]
    /// The durations' sum.
    public var nanoseconds: UInt64

    /// How many answers there were.
    public var requests: UInt64 { buckets.reduce(0, &+) }
}

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
    /// Reads the whole scoreboard. Takes some ten microseconds per slot that was ever used.
    public func snapshot() -> ScoreboardSnapshot {
        typealias Header = ScoreboardLayout.Header
        var snapshot = ScoreboardSnapshot()
        snapshot.takenAt = MonotonicClock.now
        let manager = Int32(truncatingIfNeeded: memory.load(Header.managerProcess))
        if manager > 0, ChildProcess.exists(manager) { snapshot.manager = manager }
        for counter in ManagerCounter.allCases {
            snapshot.management[counter] = memory.load(Header.managerCounters + counter.rawValue)
        }
        let routes = routes
        var rows = [UInt64](repeating: 0, count: routes.count * ScoreboardLayout.Row.words)
        for slot in 0..<slots {
            let base = ScoreboardLayout.slot(slot)
            guard memory.load(base + ScoreboardLayout.Status.wasUsed) != 0 else { continue }
            if let worker = status(slot, routes: routes), worker.process == ThisProcess.id || isHeld(slot) {
                snapshot.workers.append(worker)
            }
            for counter in PoolCounter.allCases {
                let value = memory.load(base + ScoreboardLayout.Status.poolCounters + counter.rawValue)
                snapshot.pool[counter, default: 0] &+= value
            }
            let counts = memory.load(ScoreboardLayout.row(slot: slot, route: 0), count: rows.count)
            for word in rows.indices { rows[word] &+= counts[word] }
        }
        for (index, template) in routes.enumerated() {
            let counts = RouteCounts(template, rows[(index * ScoreboardLayout.Row.words)...])
            if counts.requests > 0 { snapshot.routes.append(counts) }
        }
        return snapshot
    }

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
}

extension RouteCounts {
    fileprivate init(_ template: String, _ row: ArraySlice<UInt64>) {
        typealias Row = ScoreboardLayout.Row
        let first = row.startIndex
        self.template = template
        statuses = [:]
        for column in 0..<StatusCode.columns where row[first + Row.statuses + column] > 0 {
            statuses[StatusCode.label(ofColumn: column)] = row[first + Row.statuses + column]
        }
        buckets = Array(row[(first + Row.buckets)..<(first + Row.buckets + LatencyBuckets.count)])
        nanoseconds = row[first + Row.durationNanoseconds]
    }
}
