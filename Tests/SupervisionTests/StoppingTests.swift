import Platform
import Testing

@testable import Supervision

struct StoppingTests {
    @Test func aQuickStopAsksEveryWorkerAndEndsWithTheLastOne() {
        var scenario = Scenario.running()
        scenario.run { $0.stopRequested(.quick, at: $1) }
        #expect(scenario.asked == [1, 2])
        #expect(scenario.actions.contains(.closeToNewConnections))
        scenario.exit(1, .code(0))
        #expect(!scenario.actions.contains(.finish))
        scenario.exit(2, .code(0))
        #expect(scenario.actions.contains(.finish))
        #expect(scenario.started.isEmpty)
    }

    @Test func aWorkerThatDoesNotLeaveIsKilledAfterTheGracePeriod() {
        var scenario = Scenario.running(pools: [("web", 1)])
        scenario.run { $0.stopRequested(.quick, at: $1) }
        scenario.pass(.seconds(29))
        #expect(scenario.killed.isEmpty)
        scenario.pass(.seconds(1))
        #expect(scenario.killed == [1])
        scenario.exit(1, .signal(9))
        #expect(scenario.actions.contains(.finish))
    }

    @Test func aGracefulStopServesTheQueuesFirst() {
        var scenario = Scenario.running()
        scenario.run { $0.stopRequested(.graceful, at: $1) }
        #expect(scenario.actions.contains(.closeToNewConnections))
        #expect(scenario.asked.isEmpty && scenario.state.isDraining)
        scenario.exit(1, .code(0), requests: 100)
        #expect(scenario.started == [3])
        scenario.run { $0.queuesDrained(at: $1) }
        #expect(scenario.asked == [2, 3])
    }

    @Test func aQueueThatNeverDrainsIsGivenUp() {
        var scenario = Scenario.running()
        scenario.run { $0.stopRequested(.graceful, at: $1) }
        scenario.pass(.seconds(30))
        #expect(scenario.asked == [1, 2])
    }

    @Test func aQuickStopOverrulesAGracefulOne() {
        var scenario = Scenario.running()
        scenario.run { $0.stopRequested(.graceful, at: $1) }
        scenario.run { $0.stopRequested(.quick, at: $1) }
        #expect(scenario.asked == [1, 2])
    }

    @Test func nothingIsScaledOrReloadedWhileStopping() {
        var scenario = Scenario.running()
        scenario.run { $0.stopRequested(.quick, at: $1) }
        #expect(throws: CommandError.stopping) {
            try scenario.run { state, now in try state.scale("web", to: 4, at: now) }
        }
        scenario.run { $0.reloadRequested(at: $1) }
        scenario.pass(.seconds(1))
        #expect(!scenario.actions.contains(.loadSettings))
    }

    @Test func aManagerWithoutWorkersLeavesAtOnce() {
        var scenario = Scenario(pools: [("web", 1)])
        scenario.exit(1, .code(1))
        scenario.run { $0.stopRequested(.quick, at: $1) }
        #expect(scenario.actions.contains(.finish))
    }
}
