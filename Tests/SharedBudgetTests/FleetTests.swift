import Foundation
import Platform
import Support
import Testing

/// Real processes on real locks. One test at a time: they measure.
@Suite(.serialized) struct FleetTests {
    @Test func fourTimesAsManyWorkersAsSlotsAnswerAsManyRequestsAsWorkersWithASlotEach() throws {
        func measure(workers: Int) throws -> Load {
            let fleet = try Fleet(slots: 16)
            try fleet.start(workers)
            #expect(try eventually { try fleet.slotsTaken() == 16 })
            _ = try Load.run(fleet.socket("main"), clients: 64, serviceTime: .zero, for: .milliseconds(300))
            return try Load.run(fleet.socket("main"), clients: 64, serviceTime: .milliseconds(20), for: .seconds(2))
        }
        let few = try measure(workers: 16)
        let many = try measure(workers: 64)
        #expect(few.errors == [] && many.errors == [])
        #expect(many.exhausted == 0)
        #expect(Double(many.answered) >= 0.8 * Double(few.answered))
        #expect(many.moves <= 16 + 40, "slots move rarely, however long the queue is")
    }

    @Test func atLowLoadSlotsDoNotMoveAndTheOtherWorkersRest() throws {
        let fleet = try Fleet(slots: 4)
        try fleet.start(32)
        #expect(try eventually { try fleet.slotsTaken() == 4 })
        let load = try Load.run(fleet.socket("main"), clients: 2, serviceTime: .milliseconds(5), for: .seconds(1))
        #expect(load.errors == [])
        #expect(load.answered > 50)
        #expect(load.opened.count <= 6, "only those with a slot have answered, but for a hiccup of the machine")

        let before = fleet.wakeUps()
        MonotonicClock.sleep(until: MonotonicClock.now + .seconds(2))
        let wakeUps = fleet.wakeUps() - before
        #expect(wakeUps < 32 * 2 * 2, "\(wakeUps) wake-ups of 32 idle workers in two seconds")
    }

    @Test func anIdleGroupGivesItsSlotsToAnotherGroupThatNeedsThem() throws {
        let fleet = try Fleet(slots: 4)
        try fleet.start(8, group: "main")
        #expect(try eventually { try fleet.slotsTaken() == 4 })
        try fleet.start(4, group: "other")
        let first = try Load.run(fleet.socket("other"), clients: 1, serviceTime: .zero, for: .zero)
        #expect(first.answered == 1)
        #expect(first.slowest < .seconds(2))
        let more = try Load.run(fleet.socket("other"), clients: 8, serviceTime: .milliseconds(20), for: .seconds(2))
        #expect(more.errors == [])
        #expect(more.opened.count >= 3, "a pressed group grows into the idle one's slots")
        let back = try Load.run(fleet.socket("main"), clients: 1, serviceTime: .zero, for: .zero)
        #expect(back.answered == 1)
    }

    @Test func aBusyGroupCannotStarveAnother() throws {
        let fleet = try Fleet(slots: 2)
        try fleet.start(6, group: "main")
        #expect(try eventually { try fleet.slotsTaken() == 2 })
        try fleet.start(2, group: "other")
        let (main, other) = (fleet.socket("main"), fleet.socket("other"))
        let flood = Background { try Load.run(main, clients: 32, serviceTime: .milliseconds(5), for: .seconds(2)) }
        var answered = 0
        var slowest = Duration.zero
        let end = MonotonicClock.now + .seconds(1)
        while MonotonicClock.now < end {
            let load = try Load.run(other, clients: 1, serviceTime: .zero, for: .zero)
            answered += load.answered
            slowest = max(slowest, load.slowest)
        }
        let load = try flood.wait()
        #expect(load.errors == [] && load.exhausted == 0)
        #expect(answered > 5)
        #expect(slowest < .seconds(1))
    }

    @Test func whenEverySlotIsStuckTheOthersAnswerThatThereIsNoneAndRecoverAfterwards() throws {
        let fleet = try Fleet(slots: 2)
        try fleet.start(8, patience: .milliseconds(300))
        #expect(try eventually { try fleet.slotsTaken() == 2 })
        let main = fleet.socket("main")
        let stuck = Background { try Load.run(main, clients: 2, serviceTime: .seconds(2), for: .zero) }
        #expect(try eventually { try fleet.connectionsOpen() == 2 })
        let during = try Load.run(main, clients: 4, serviceTime: .zero, for: .milliseconds(500))
        #expect(during.errors == [])
        #expect(during.answered == 0)
        #expect(during.exhausted >= 4)
        #expect(during.slowest >= .milliseconds(300))
        #expect(during.slowest < .milliseconds(1_500))
        #expect(try stuck.wait().answered == 2)
        let after = try Load.run(main, clients: 4, serviceTime: .zero, for: .milliseconds(500))
        #expect(after.answered > 20)
        #expect(after.exhausted == 0)
    }

    @Test func workersKilledAtAnyMomentTakeNoSlotWithThem() throws {
        let fleet = try Fleet(slots: 3)
        try fleet.start(8, group: "main")
        try fleet.start(4, group: "other")
        #expect(try eventually { try fleet.slotsTaken() == 3 })
        let (main, other) = (fleet.socket("main"), fleet.socket("other"))
        let beside = Background { try Load.run(other, clients: 4, serviceTime: .milliseconds(2), for: .seconds(3)) }
        var kills = 0
        var nextKill = MonotonicClock.now
        let load = try Load.run(main, clients: 12, serviceTime: .milliseconds(2), for: .seconds(3)) {
            guard MonotonicClock.now >= nextKill, kills < 60 else { return }
            let index = Int.random(in: fleet.processes.indices)
            let group = fleet.processes[index].arguments?[2] ?? "main"
            fleet.kill(index)
            try fleet.start(1, group: group)
            kills += 1
            nextKill = MonotonicClock.now + .milliseconds(40)
        }
        let otherLoad = try beside.wait()
        #expect(kills > 5)
        #expect(load.errors == [] && otherLoad.errors == [], "no connection beyond the budget was opened")
        #expect(load.broken + otherLoad.broken <= kills)
        #expect(load.exhausted + otherLoad.exhausted == 0)
        for socket in [main, other] {
            let after = try Load.run(socket, clients: 4, serviceTime: .zero, for: .milliseconds(300))
            #expect(after.errors == [] && after.broken == 0 && after.exhausted == 0)
            #expect(after.answered >= 4)
            #expect(after.slowest < .seconds(2))
        }
        #expect(try eventually { try fleet.slotsTaken() == 3 }, "those who rest take what is free when they look")
        while !fleet.processes.isEmpty { fleet.kill(0) }
        #expect(try fleet.slotsTaken() == 0)
    }

    @Test func aWorkerThatEndsHandsItsPlaceOn() throws {
        let fleet = try Fleet(slots: 1)
        try fleet.start(3)
        #expect(try eventually { try fleet.slotsTaken() == 1 })
        for remaining in [2, 1, 0] {
            let load = try Load.run(fleet.socket("main"), clients: 1, serviceTime: .zero, for: .zero)
            #expect(load.answered == 1)
            #expect(load.slowest < .seconds(1))
            let process = try #require(load.opened.keys.first)
            guard remaining > 0 else { break }
            let index = try #require(fleet.processes.firstIndex { String($0.processIdentifier) == process })
            ChildProcess.signal(fleet.processes[index].processIdentifier, .terminate)
            fleet.processes[index].waitUntilExit()
        }
    }
}
