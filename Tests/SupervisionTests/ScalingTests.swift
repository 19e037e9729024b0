import Platform
import Testing

@testable import Supervision

struct ScalingTests {
    @Test func moreWorkersAreStartedAtOnce() throws {
        var scenario = Scenario.running()
        try scenario.run { state, now in try state.scale("web", to: 5, at: now) }
        #expect(scenario.started == [3, 4, 5])
    }

    @Test func fewerWorkersAreAskedToLeaveAndNotReplaced() throws {
        var scenario = Scenario.running(pools: [("web", 5)])
        try scenario.run { state, now in try state.scale(nil, to: 2, at: now) }
        #expect(scenario.asked.sorted() == [3, 4, 5])
        scenario.exit(4, .code(0))
        #expect(scenario.started.isEmpty)
        #expect(scenario.seated == [1, 2])
    }

    @Test(arguments: [0, -1, 1_025])
    func anImpossibleNumberIsRefusedWithASentence(count: Int) {
        var scenario = Scenario.running()
        #expect(throws: CommandError.badCount(count)) {
            try scenario.run { state, now in try state.scale("web", to: count, at: now) }
        }
        #expect(scenario.state.workers.count == 2)
        #expect(CommandError.badCount(0).description.contains("1 to 1024 workers, not 0"))
    }

    @Test func aPoolMustBeNamedWhereThereAreSeveral() {
        var scenario = Scenario.running(pools: [("onboarding", 1), ("assistant", 1)])
        #expect(throws: CommandError.poolNotNamed(known: ["onboarding", "assistant"])) {
            try scenario.run { state, now in try state.scale(nil, to: 2, at: now) }
        }
        #expect(throws: CommandError.unknownPool("web", known: ["onboarding", "assistant"])) {
            try scenario.run { state, now in try state.scale("web", to: 2, at: now) }
        }
    }

    @Test func aPoolScalesFromOneTo256AndBack() throws {
        var scenario = Scenario.running(pools: [("web", 1)])
        try scenario.run { state, now in try state.scale("web", to: 256, at: now) }
        scenario.settle()
        #expect(scenario.state.workers.count == 256)
        try scenario.run { state, now in try state.scale("web", to: 1, at: now) }
        scenario.settle()
        #expect(scenario.state.workers.count == 1)
    }

    @Test func signalsMoveTheFirstPoolByOneAndStopAtItsBounds() {
        var scenario = Scenario.running(pools: [("web", 1), ("other", 1)])
        scenario.run { $0.adjust(by: 1, at: $1) }
        #expect(scenario.events.contains(.poolScaled(pool: "web", from: 1, to: 2)))
        scenario.run { $0.adjust(by: -1, at: $1) }
        scenario.run { $0.adjust(by: -1, at: $1) }
        #expect(scenario.actions.isEmpty)
        #expect(scenario.state.pools[0].desired == 1)
    }
}
