import Platform
import Testing

@testable import Supervision

struct ReplacingTests {
    @Test func everyPoolGetsItsWorkersAtTheStart() {
        let scenario = Scenario(pools: [("onboarding", 3), ("assistant", 1)])
        let starts = scenario.actions.compactMap { action in
            if case .start(_, let pool, _) = action { pool } else { nil }
        }
        #expect(starts == ["onboarding", "onboarding", "onboarding", "assistant"])
    }

    @Test func aKilledWorkerIsReplacedAtOnce() {
        var scenario = Scenario.running()
        scenario.exit(1, .signal(9))
        #expect(scenario.started == [3])
        #expect(scenario.seated == [3, 2])
    }

    @Test func aWorkerThatReachedItsLimitIsReplacedAtOnceAndNotCountedAsDead() {
        var scenario = Scenario.running()
        scenario.exit(2, .code(0), requests: 1_000)
        #expect(scenario.started == [3])
        let left = ManagerEvent.workerLeft(
            2,
            pool: "web",
            reason: .limitReached,
            status: .code(0),
            requests: 1_000
        )
        #expect(scenario.events.contains(left))
    }

    @Test func aWorkerThatNeverGetsReadyIsRetriedEverMoreSlowlyUpToTenSeconds() {
        var scenario = Scenario(pools: [("web", 1)])
        var delays: [Duration] = []
        for _ in 0..<9 {
            guard let id = scenario.state.workers.keys.first else { break }
            scenario.exit(id, .configurationRefused)
            #expect(scenario.started.isEmpty)
            guard let due = scenario.state.nextDeadline else { break }
            delays.append(due - scenario.now)
            scenario.pass(due - scenario.now)
            #expect(scenario.started.count == 1)
        }
        let expected = [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]
        #expect(delays == expected.map { .milliseconds($0) })
    }

    @Test func aWorkerThatHeldForAWhileClearsTheBackOff() {
        var scenario = Scenario(pools: [("web", 1)])
        scenario.exit(1, .code(1))
        scenario.pass(.milliseconds(100))
        scenario.exit(2, .code(1))
        scenario.pass(.milliseconds(200))
        scenario.ready(3)
        scenario.pass(.seconds(5))
        scenario.exit(3, .signal(11))
        #expect(scenario.started == [4])
    }

    @Test func killingReadyWorkersWithoutEndBacksOffOnlyWhereNothingWasServed() {
        var scenario = Scenario.running(pools: [("web", 1)])
        for number in 1...50 {
            scenario.exit(WorkerID(number), .signal(9), requests: 1)
            #expect(scenario.started == [WorkerID(number + 1)])
            scenario.ready(WorkerID(number + 1))
        }
        scenario.exit(51, .signal(9))
        scenario.ready(52)
        scenario.exit(52, .signal(9))
        #expect(scenario.started.isEmpty)
    }

    @Test func aFailingSeatLeavesTheOthersAlone() {
        var scenario = Scenario.running(pools: [("web", 3)])
        scenario.exit(2, .signal(6))
        scenario.exit(4, .signal(6))
        scenario.pass(.seconds(60))
        #expect(scenario.asked.isEmpty)
        #expect(scenario.seated[0] == 1 && scenario.seated[2] == 3)
    }

    @Test func aStartThatFailsIsRetriedLater() {
        var scenario = Scenario.running(pools: [("web", 1)])
        scenario.exit(1, .signal(9))
        scenario.run { $0.startFailed(2, reason: "Resource temporarily unavailable", at: $1) }
        #expect(scenario.started.isEmpty)
        scenario.pass(.milliseconds(200))
        #expect(scenario.started == [3])
    }

    @Test func aWorkerThatIsNotReadyInTimeIsKilled() {
        var scenario = Scenario(pools: [("web", 1)])
        scenario.pass(.seconds(9))
        #expect(scenario.killed.isEmpty)
        scenario.pass(.seconds(1))
        #expect(scenario.killed == [1])
        scenario.exit(1, .signal(9))
        scenario.pass(.milliseconds(100))
        #expect(scenario.started == [2])
    }

    @Test func aWorkerOverTheRequestDeadlineIsKilledAndReplacedAtOnce() {
        var scenario = Scenario.running(pools: [("web", 1)])
        scenario.state.requestDeadlines[0] = .seconds(10)
        scenario.now += .seconds(20)
        scenario.run { $0.observed(1, requestTakes: .seconds(12), privateMemory: nil, at: $1) }
        #expect(scenario.killed.isEmpty)
        scenario.run { $0.observed(1, requestTakes: .seconds(12.1), privateMemory: nil, at: $1) }
        #expect(scenario.killed == [1])
        scenario.run { $0.observed(1, requestTakes: .seconds(13), privateMemory: nil, at: $1) }
        #expect(scenario.killed.isEmpty)
        scenario.exit(1, .signal(9))
        #expect(scenario.started == [2])
    }

    @Test func aWorkerThatGrewTooLargeLeavesOnceItsReplacementIsReady() {
        var limits = ManagerLimits()
        limits.maximumMemory = 50 << 20
        var scenario = Scenario.running(limits: limits)
        scenario.run { $0.observed(1, requestTakes: nil, privateMemory: 49 << 20, at: $1) }
        #expect(scenario.started.isEmpty)
        scenario.run { $0.observed(1, requestTakes: nil, privateMemory: 51 << 20, at: $1) }
        #expect(scenario.started == [3] && scenario.asked.isEmpty)
        scenario.run { $0.observed(1, requestTakes: nil, privateMemory: 52 << 20, at: $1) }
        #expect(scenario.started.isEmpty)
        scenario.ready(3)
        #expect(scenario.asked == [1])
        #expect(scenario.seated == [3, 2])
    }
}
