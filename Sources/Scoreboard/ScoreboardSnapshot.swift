internal import Platform

/// Everything on the scoreboard at one moment, as plain values.
public struct ScoreboardSnapshot: Sendable, Equatable {
    /// When it was taken, on the monotonic clock.
    public var takenAt = Duration.zero
    /// The manager's process id; nil when none is in charge.
    public var manager: Int32?
    /// When the manager started, on the monotonic clock.
    public var managerStartedAt = Duration.zero
    /// The workers that live, in the order of their slots.
    public var workers: [SlotSnapshot] = []
    /// Every route that was ever requested.
    public var routes: [RouteCounts] = []
    /// What the workers counted about database connections.
    public var pool: [PoolCounter: UInt64] = [:]
    /// What the manager counted.
    public var management: [ManagerCounter: UInt64] = [:]

    /// An empty scoreboard.
    public init() {}
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

extension Scoreboard {
    /// Reads the whole scoreboard. Takes some ten microseconds per slot that was ever used.
    public func snapshot() -> ScoreboardSnapshot {
        typealias Header = ScoreboardLayout.Header
        var snapshot = ScoreboardSnapshot()
        snapshot.takenAt = MonotonicClock.now
        let manager = Int32(truncatingIfNeeded: memory.load(Header.managerProcess))
        if manager > 0, ChildProcess.exists(manager) { snapshot.manager = manager }
        snapshot.managerStartedAt = .nanoseconds(Int64(clamping: memory.load(Header.managerStarted)))
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
