/// Renders a snapshot in the Prometheus text format, version 0.0.4.
/// See <https://prometheus.io/docs/instrumenting/exposition_formats/>.
public enum PrometheusText {
    /// The value of `Content-Type` for the text.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The whole text. Pure: the same snapshot gives the same text.
    public static func render(_ snapshot: ScoreboardSnapshot) -> String {
        var text = Exposition()
        requests(snapshot, &text)
        workers(snapshot, &text)
        management(snapshot, &text)
        return text.text
    }

    private static func requests(_ snapshot: ScoreboardSnapshot, _ text: inout Exposition) {
        text.family("onboarding_requests_total", "counter", "Answers by route and status code.")
        for route in snapshot.routes {
            let labels = labels(route)
            for (status, count) in route.statuses.sorted(by: { $0.key < $1.key }) {
                text.sample(labels + [("code", status)], count)
            }
        }
        text.family("onboarding_request_duration_seconds", "histogram", "From accepting to the last byte sent.")
        for route in snapshot.routes {
            let labels = labels(route)
            var sum: UInt64 = 0
            for (index, count) in route.buckets.enumerated() {
                sum &+= count
                let bounds = LatencyBuckets.bounds
                let bound = index < bounds.count ? "\(bounds[index] / .seconds(1))" : "+Inf"
                text.sample(suffix: "_bucket", labels + [("le", bound)], sum)
            }
            text.sample(suffix: "_sum", labels, Double(route.nanoseconds) / 1e9)
            text.sample(suffix: "_count", labels, sum)
        }
        for counter in PoolCounter.allCases {
            text.family("onboarding_database_\(counter.name)_total", "counter", counter.help)
            text.sample([], snapshot.pool[counter] ?? 0)
        }
    }

    private static func workers(_ snapshot: ScoreboardSnapshot, _ text: inout Exposition) {
        let pools = Dictionary(grouping: snapshot.workers, by: \.pool).sorted { $0.key < $1.key }
        text.family("onboarding_workers", "gauge", "Worker processes by pool and state.")
        for (pool, workers) in pools {
            for state in WorkerState.allCases {
                text.sample([("pool", pool), ("state", state.name)], workers.count { $0.state == state })
            }
        }
        text.family("onboarding_database_connections", "gauge", "Workers by the state of their database connection.")
        for (pool, workers) in pools {
            for state in ConnectionState.allCases {
                text.sample([("pool", pool), ("state", state.name)], workers.count { $0.connection == state })
            }
        }
        text.family("onboarding_private_memory_bytes", "gauge", "Memory of all workers that no other process shares.")
        for (pool, workers) in pools {
            text.sample([("pool", pool)], workers.reduce(0) { $0 &+ $1.privateMemory })
        }
        text.family("onboarding_oldest_request_seconds", "gauge", "How long the slowest request in hand has taken.")
        for (pool, workers) in pools {
            let ages = workers.filter(\.state.isBusy).map { max(.zero, snapshot.takenAt - $0.since) }
            text.sample([("pool", pool)], (ages.max() ?? .zero) / .seconds(1))
        }
    }

    private static func management(_ snapshot: ScoreboardSnapshot, _ text: inout Exposition) {
        text.family("onboarding_manager_up", "gauge", "1 while a manager is in charge.")
        text.sample([], snapshot.manager == nil ? 0 : 1)
        for (family, help, label, counters) in managerCounters {
            text.family(family, "counter", help)
            for (value, counter) in counters {
                text.sample(label.map { [($0, value)] } ?? [], snapshot.management[counter] ?? 0)
            }
        }
    }

    /// Each family's name, help and label, and its counters with the label's value.
    private static let managerCounters: [(String, String, label: String?, [(String, ManagerCounter)])] = [
        ("onboarding_worker_starts_total", "Workers started.", nil, [("", .workersStarted)]),
        ("onboarding_worker_start_failures_total", "Workers that could not be started.", nil, [("", .startsFailed)]),
        ("onboarding_worker_deaths_total", "Workers that died unasked.", nil, [("", .deaths)]),
        (
            "onboarding_worker_kills_total", "Workers killed by the manager.", "reason",
            [("overdue", .killedOverdue), ("not_ready", .killedNotReady), ("not_leaving", .killedNotLeaving)]
        ),
        (
            "onboarding_worker_leaves_total", "Workers that left in good order.", "reason",
            [("limit", .recycledLimit), ("memory", .recycledMemory), ("reload", .leftReload), ("scale", .leftScale)]
        ),
        (
            "onboarding_reloads_total", "Reloads by their result, per pool.", "result",
            [("finished", .reloadsFinished), ("refused", .reloadsRefused)]
        ),
        ("onboarding_upgrades_total", "Managers that took over from another.", nil, [("", .upgrades)]),
    ]

    /// A template that begins with a method gives two labels.
    private static func labels(_ route: RouteCounts) -> [(String, String)] {
        let parts = route.template.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return [("method", ""), ("route", route.template)] }
        return [("method", String(parts[0])), ("route", String(parts[1]))]
    }
}

/// The text under construction.
private struct Exposition {
    var text = ""
    private var name = ""

    mutating func family(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(suffix: String = "", _ labels: [(String, String)], _ value: some CustomStringConvertible) {
        text += name + suffix
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(Self.escape($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    private static func escape(_ value: String) -> String {
        var escaped = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

extension PoolCounter {
    fileprivate var help: String {
        switch self {
        case .waits: "Requests that waited for a database connection."
        case .timeouts: "Requests that got no database connection in time."
        case .retries: "Statements sent again after a connection failed."
        case .opened: "Database connections opened."
        case .closed: "Database connections closed."
        case .takenOver: "Database connections taken over from a worker that had done its share."
        }
    }
}
