import Testing

@testable import Scoreboard

struct RenderingTests {
    private var snapshot: ScoreboardSnapshot {
        var snapshot = ScoreboardSnapshot()
        snapshot.takenAt = .seconds(100)
        snapshot.manager = 4_242
        snapshot.workers = [
            worker(0, .idle, since: .seconds(90)),
            worker(1, .working, since: .seconds(98.8), route: "GET /user/onboarding-state"),
            worker(2, .working, since: .seconds(40), route: "PATCH /user/settings/with/a/very/long/template"),
        ]
        var buckets = [UInt64](repeating: 0, count: 16)
        buckets[2] = 7
        buckets[15] = 1
        snapshot.routes = [
            RouteCounts(
                template: "GET /say/\"hi\"\\",
                statuses: ["200": 7, "503": 1],
                buckets: buckets,
                nanoseconds: 1_500_000_000
            )
        ]
        snapshot.management = [.deaths: 3, .killedOverdue: 1]
        snapshot.pool = [.retries: 5]
        return snapshot
    }

    private func worker(
        _ slot: Int,
        _ state: WorkerState,
        since: Duration,
        route: String? = nil
    ) -> SlotSnapshot {
        SlotSnapshot(
            slot: slot,
            process: Int32(1_000 + slot),
            pool: "onboarding",
            state: state,
            route: route,
            requestID: "",
            since: since,
            startedAt: .zero,
            requests: 12,
            privateMemory: 1_782_580,
            connection: .idle
        )
    }

    @Test func metricsNameRouteMethodAndCode() {
        let lines = PrometheusText.render(snapshot).split(separator: "\n").map(String.init)
        let labels = #"method="GET",route="/say/\"hi\"\\""#
        #expect(lines.contains(#"onboarding_requests_total{\#(labels),code="200"} 7"#))
        #expect(lines.contains(#"onboarding_requests_total{\#(labels),code="503"} 1"#))
        #expect(lines.contains(#"onboarding_request_duration_seconds_bucket{\#(labels),le="0.001"} 0"#))
        #expect(lines.contains(#"onboarding_request_duration_seconds_bucket{\#(labels),le="0.002"} 7"#))
        #expect(lines.contains(#"onboarding_request_duration_seconds_bucket{\#(labels),le="+Inf"} 8"#))
        #expect(lines.contains(#"onboarding_request_duration_seconds_sum{\#(labels)} 1.5"#))
        #expect(lines.contains(#"onboarding_workers{pool="onboarding",state="working"} 2"#))
        #expect(lines.contains(#"onboarding_oldest_request_seconds{pool="onboarding"} 60.0"#))
        #expect(lines.contains("onboarding_worker_deaths_total 3"))
        #expect(lines.contains(#"onboarding_worker_kills_total{reason="overdue"} 1"#))
        #expect(lines.contains("onboarding_database_retries_total 5"))
        #expect(lines.contains("onboarding_manager_up 1"))
    }

    @Test func everyMetricFamilyIsDescribedOnce() {
        let lines = PrometheusText.render(snapshot).split(separator: "\n")
        let types = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
        #expect(Set(types).count == types.count)
        for line in lines where !line.hasPrefix("#") {
            #expect(types.contains { line.hasPrefix($0) }, "\(line)")
        }
    }

    @Test func everyCounterOfTheManagerIsShown() {
        var counted = ScoreboardSnapshot()
        for counter in ManagerCounter.allCases { counted.management[counter] = UInt64(7_000 + counter.rawValue) }
        let lines = PrometheusText.render(counted).split(separator: "\n")
        for counter in ManagerCounter.allCases {
            #expect(lines.count { $0.hasSuffix(" \(7_000 + counter.rawValue)") } == 1, "\(counter)")
        }
    }

    @Test func theTableFitsEightyColumnsWithTheLongestRequestFirst() {
        let lines = StatusTable.render(snapshot).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines[1].contains("1002") && lines[1].contains("1m"))
        #expect(lines[2].contains("1001") && lines[2].contains("1.2s") && lines[2].contains("1.7M"))
        #expect(lines[3].contains("1000") && lines[3].contains("idle"))
    }

    @Test(arguments: [
        (Duration.milliseconds(12), "12ms"), (.seconds(4.25), "4.2s"), (.seconds(59.99), "59.9s"),
        (.seconds(725), "12m"), (.seconds(3_600), "1h"), (.seconds(90_000), "1d"), (.seconds(-1), "0ms"),
    ])
    func durationsAreShort(duration: Duration, text: String) {
        #expect(StatusTable.short(duration) == text)
    }
}
