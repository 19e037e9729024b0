import Platform
import Testing

@testable import Supervision

struct ReloadTests {
    private func reloading(_ workers: Int, generation: Int = 1) -> Scenario {
        var scenario = Scenario.running(pools: [("web", workers)])
        scenario.run { $0.settingsAccepted(generation: generation, at: $1) }
        return scenario
    }

    @Test func aStormOfRequestsReadsTheSettingsOnce() {
        var scenario = Scenario.running()
        var loads = 0
        for _ in 0..<25 {
            scenario.run { $0.reloadRequested(at: $1) }
            scenario.pass(.milliseconds(1))
            loads += scenario.actions.count { $0 == .loadSettings }
        }
        scenario.pass(.milliseconds(100))
        loads += scenario.actions.count { $0 == .loadSettings }
        #expect(loads == 1)
    }

    @Test func noOldWorkerIsAskedToLeaveBeforeTheNewOneIsReady() {
        var scenario = reloading(2)
        #expect(scenario.started == [3] && scenario.asked.isEmpty)
        scenario.ready(3)
        #expect(scenario.asked == [1])
        #expect(scenario.started == [4])
        scenario.ready(4)
        #expect(scenario.asked == [2])
        #expect(scenario.seated == [3, 4])
        #expect(scenario.events.contains(.reloadFinished(pool: "web", generation: 1, took: .zero)))
    }

    @Test func onlyOneWorkerTriesNewSettingsThenAQuarterAtOnce() {
        var scenario = reloading(16)
        #expect(scenario.started.count == 1)
        scenario.ready(17)
        #expect(scenario.started.count == 4)
        scenario.settle()
        #expect(scenario.state.workers.count == 16)
        #expect(scenario.state.workers.values.allSatisfy { $0.generation == 1 })
    }

    @Test func brokenSettingsLeaveEveryOldWorkerInPlace() {
        var scenario = reloading(3)
        scenario.exit(4, .configurationRefused)
        let abandoned = ManagerEvent.reloadAbandoned(pool: "web", generation: 1, status: "exit code 78")
        #expect(scenario.events.contains(abandoned))
        scenario.pass(.seconds(120))
        #expect(scenario.started.isEmpty && scenario.asked.isEmpty)
        #expect(scenario.seated == [1, 2, 3])
    }

    @Test func aWorkerThatDiesDuringAReloadIsReplacedWithSettingsKnownToWork() {
        var scenario = reloading(3)
        scenario.exit(3, .signal(9))
        guard case .start(_, _, let generation)? = scenario.actions.first(where: { $0.isStart }) else {
            Issue.record("nothing was started")
            return
        }
        #expect(generation == 0)
    }

    @Test func theLastOfSeveralReloadsWins() {
        var scenario = reloading(4)
        scenario.run { $0.settingsAccepted(generation: 2, at: $1) }
        scenario.exit(5, .code(78))
        #expect(!scenario.events.contains { if case .reloadAbandoned = $0 { true } else { false } })
        scenario.settle()
        #expect(scenario.state.workers.count == 4)
        #expect(scenario.state.workers.values.allSatisfy { $0.generation == 2 })
        #expect(scenario.state.generationsInUse == [2])
    }

    @Test func aReloadEndsTheBackOffOfFailingSeats() {
        var scenario = Scenario(pools: [("web", 1)])
        for _ in 0..<6 {
            for id in scenario.state.workers.keys { scenario.exit(id, .configurationRefused) }
            scenario.pass(.seconds(4))
        }
        for id in scenario.state.workers.keys { scenario.exit(id, .configurationRefused) }
        #expect(scenario.started.isEmpty)
        scenario.run { $0.settingsAccepted(generation: 1, at: $1) }
        #expect(scenario.started.count == 1)
        scenario.settle()
        #expect(scenario.state.generationsInUse == [1])
    }

    @Test func theOldWorkerThatDiesIsFollowedByTheReplacementUnderWay() {
        var scenario = reloading(1)
        scenario.exit(1, .signal(9))
        #expect(scenario.seated == [2])
        scenario.ready(2)
        #expect(scenario.asked.isEmpty)
        #expect(scenario.state.workers.count == 1)
    }
}

extension ManagerAction {
    fileprivate var isStart: Bool {
        if case .start = self { true } else { false }
    }
}
