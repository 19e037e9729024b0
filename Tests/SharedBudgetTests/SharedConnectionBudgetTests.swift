import Foundation
import Platform
import Pooling
import Support
import SystemPackage
import Testing

@testable import SharedBudget

/// Two budgets in one process exclude each other like two processes: their locks belong to the open file.
@Suite struct SharedConnectionBudgetTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func budget(slots: Int = 1, group: String? = "g") throws -> SharedConnectionBudget {
        try SharedConnectionBudget(directory: directory.path, slots: slots, group: group)
    }

    private var now: Duration { MonotonicClock.now }

    @Test func noMoreSlotsAreTakenThanThereAre() throws {
        let budgets = try (0..<5).map { _ in try budget(slots: 3) }
        #expect(budgets.map { $0.take(deadline: now) } == [true, true, true, false, false])
    }

    @Test func aProcessThatGivesUpInTimeReturnsAtItsDeadline() throws {
        let holder = try budget()
        #expect(holder.take(deadline: now))
        let waiter = try budget()
        let deadline = now + .milliseconds(60)
        #expect(!waiter.take(deadline: deadline))
        #expect(now >= deadline)
        #expect(!holder.isAskedToYield(), "nobody waits any more, so the token left behind means nothing")
    }

    @Test func aWorkerKeepsItsSlotAsAReserveWhenItsConnectionIsClosed() throws {
        let worker = try budget()
        #expect(worker.take(deadline: now))
        worker.giveBack(backend: 0, isGone: true)
        #expect(try !budget().take(deadline: now))
        #expect(worker.take(deadline: now))
    }

    @Test func aProcessWithoutASocketKeepsNoReserve() throws {
        let relay = try budget(group: nil)
        #expect(relay.take(deadline: now))
        relay.giveBack(backend: 0, isGone: true)
        #expect(try budget().take(deadline: now))
    }

    @Test func aBudgetThatGoesAwayGivesItsReserveBack() throws {
        do {
            let passing = try budget()
            #expect(passing.advice(at: now) { false }.listening == .accept)
        }
        #expect(try budget().take(deadline: now))
    }

    @Test func theSlotOfAConnectionThatNobodyClosedRestsUntilTheServerMustHaveNoticed() throws {
        do {
            let passing = try budget()
            #expect(passing.take(deadline: now))
        }
        let next = try budget()
        #expect(!next.take(deadline: now))
        let noticed = now
        #expect(next.take(deadline: now + .seconds(30)))
        #expect(now - noticed > SlotMarks.quarantine / 2)
    }

    @Test func theSlotOfAKilledWorkerIsFreeAsSoonAsTheServersProcessIsGone() throws {
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/bin/sleep")
        server.arguments = ["60"]
        try server.run()
        let identity = try #require(ProcessIdentity(id: server.processIdentifier, parent: ThisProcess.id))
        do {
            let killed = try budget()
            #expect(killed.take(deadline: now))
            killed.opened(backend: identity.packed)
        }
        #expect(try !budget().take(deadline: now))
        ChildProcess.signal(server.processIdentifier, .kill)
        server.waitUntilExit()
        #expect(try budget().take(deadline: now))
    }

    @Test func aWorkerTakesItsSlotBeforeItListens() throws {
        let first = try budget()
        let advice = first.advice(at: now) { false }
        #expect(advice.listening == .accept)
        #expect(advice.wakeAt == nil)
        #expect(advice.descriptor != nil)
        #expect(try !budget().take(deadline: now))
    }

    @Test func withoutASlotOneWorkerObservesAndTheOthersRest() throws {
        let budgets = try (0..<3).map { _ in try budget() }
        let listening = budgets.map { budget in budget.advice(at: now) { false }.listening }
        #expect(listening == [.accept, .observe, .ignore])
    }

    @Test func theObserversOfTwoSocketsAreIndependent() throws {
        let holder = try budget()
        #expect(holder.take(deadline: now))
        let (first, second) = (try budget(group: "a"), try budget(group: "b"))
        #expect(first.advice(at: now) { false }.listening == .observe)
        #expect(second.advice(at: now) { false }.listening == .observe)
    }

    @Test func anObserverThatLeavesWakesOneSuccessor() throws {
        let budgets = try (0..<4).map { _ in try budget() }
        let advice = budgets.map { budget in budget.advice(at: now) { false } }
        let vacancy = FileDescriptor(rawValue: try #require(advice[3].descriptor))
        #expect(!vacancy.isReadable())
        budgets[1].leave()
        #expect(vacancy.isReadable())
        #expect(budgets[2].advice(at: now) { false }.listening == .observe)
        #expect(!vacancy.isReadable(), "the successor took the token")
        #expect(budgets[3].advice(at: now) { false }.listening == .ignore)
    }

    @Test func theObserverTakesAFreeSlotAndHandsItsPostOn() throws {
        let budgets = try (0..<3).map { _ in try budget() }
        for budget in budgets { _ = budget.advice(at: now) { false } }
        budgets[0].leave()
        #expect(budgets[1].advice(at: now) { true }.listening == .accept)
        #expect(budgets[2].advice(at: now) { true }.listening == .ignore)
        let listening = budgets[2].advice(at: now + Observation.grace) { false }.listening
        #expect(listening == .observe)
    }

    @Test func theObserverTakesARequestOnlyWhenTheHoldersAcceptNothing() throws {
        let (holder, observer) = (try budget(), try budget())
        let start = now
        #expect(holder.advice(at: start) { false }.listening == .accept)
        #expect(observer.advice(at: start) { true } == AcceptanceAdvice(.ignore, wakeAt: start + Observation.grace))
        holder.accepted(at: start + .milliseconds(10))
        let second = start + Observation.grace
        #expect(observer.advice(at: second) { true } == AcceptanceAdvice(.ignore, wakeAt: second + Observation.grace))
        let third = second + Observation.grace
        #expect(observer.advice(at: third) { true } == AcceptanceAdvice(.accept, wakeAt: third))
    }

    @Test func anIdleHolderIsAskedOncePerWaiterAndItsSlotGoesToTheWaiter() throws {
        let holders = [try budget(slots: 2), try budget(slots: 2)]
        for holder in holders { #expect(holder.advice(at: now) { false }.listening == .accept) }
        let path = directory.path
        let waiter = Background {
            let budget = try SharedConnectionBudget(directory: path, slots: 2, group: "other")
            return budget.take(deadline: MonotonicClock.now + .seconds(10))
        }
        var yields = 0
        let isAsked = eventually {
            for holder in holders where holder.isAskedToYield() {
                holder.yield()
                yields += 1
            }
            return yields > 0
        }
        #expect(isAsked)
        #expect(try waiter.wait())
        #expect(yields == 1)
        #expect(holders.allSatisfy { !$0.isAskedToYield() })
    }

    @Test func aFreeSlotIsLeftToThoseWhoWaitWithARequest() throws {
        let worker = try budget()
        var other = try BudgetFiles(directory: directory.path)
        let ticket = BudgetFiles.LockByte.waiters.lowerBound + 7
        #expect(try other.slots.take(byte: ticket))
        #expect(worker.advice(at: now) { false }.listening == .observe)
        other.slots.release(byte: ticket)
        #expect(worker.advice(at: now) { false }.listening == .accept)
    }

    @Test func aProcessWhoseConnectionsAreAllInUsePassesTheQuestionOn() throws {
        let (busy, idle) = (try budget(slots: 2), try budget(slots: 2))
        #expect(busy.take(deadline: now))
        #expect(idle.advice(at: now) { false }.listening == .accept)
        let path = directory.path
        let waiter = Background {
            let budget = try SharedConnectionBudget(directory: path, slots: 2, group: "other")
            return budget.take(deadline: MonotonicClock.now + .seconds(10))
        }
        #expect(eventually { busy.isAskedToYield() })
        busy.yield()
        #expect(eventually { idle.isAskedToYield() })
        idle.yield()
        #expect(try waiter.wait())
        #expect(busy.held.count == 1)
    }

    @Test func aSmallerBudgetTakesOnlyItsOwnSlots() throws {
        let old = try (0..<4).map { _ in try budget(slots: 4) }
        for budget in old { #expect(budget.take(deadline: now)) }
        let new = try budget(slots: 2)
        old[3].leave()
        old[3].giveBack(backend: 0, isGone: true)
        old[3].leave()
        #expect(!new.take(deadline: now), "slot 3 is free, but the new budget ends at slot 1")
    }

    @Test func groupsMayHaveTheNamesOfTheBudgetsOwnFiles() throws {
        for name in ["wanted", "freed", "vacant"] {
            let (first, second) = (try budget(group: name), try budget(group: name))
            let listening = [first, second].map { budget in budget.advice(at: now) { false }.listening }
            #expect(listening == [.accept, .observe], "\(name)")
        }
    }

    @Test func whatWasAcceptedBeforeTheMachineStartedAgainDoesNotCount() throws {
        let group = try AcceptanceGroup(directory: directory.path, name: "g")
        group.noteAccepted(slot: 0, at: .seconds(9_000))
        #expect(group.lastAccepted(slots: 1_000, at: .seconds(10)) == .zero)
        group.noteAccepted(slot: 700, at: .seconds(9))
        #expect(group.lastAccepted(slots: 1_000, at: .seconds(10)) == .seconds(9))
    }

    @Test func numbersAndNamesOutsideTheLimitsAreRefused() {
        for slots in [0, -1, 10_001] { #expect(throws: Errno.invalidArgument) { try budget(slots: slots) } }
        for name in ["", "../x", "a/b", "a b", "é", String(repeating: "a", count: 65)] {
            #expect(throws: Errno.invalidArgument) { try budget(group: name) }
        }
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try SharedConnectionBudget(directory: directory.path + "/none", slots: 1, group: nil)
        }
    }
}
