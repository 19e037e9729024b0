import Platform
import Pooling
import Support
import SystemPackage
import Testing

@testable import SharedBudget

@Suite struct SlotHandOverTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func budget() throws -> SharedConnectionBudget {
        try SharedConnectionBudget(directory: directory.path, slots: 1, group: "g")
    }

    private var now: Duration { MonotonicClock.now }

    @Test func aSlotIsNeverFreeOnItsWayFromOneProcessToAnother() throws {
        let other = try budget()
        var parcel: (slot: Int, lock: FileDescriptor)?
        do {
            let first = try budget()
            #expect(first.take(deadline: now))
            let isGiven = first.handOver { slot, lock in
                parcel = (slot, try! lock.duplicate())
                return true
            }
            #expect(isGiven)
            #expect(!other.take(deadline: now), "the first still runs")
        }
        #expect(!other.take(deadline: now), "it is on its way")
        let second = try budget()
        let (slot, lock) = try #require(parcel)
        second.takeOver(slot, lock: lock)
        #expect(!other.take(deadline: now), "the second has it")
        second.giveBack(backend: 0, isGone: true)
        second.leave()
        #expect(other.take(deadline: now))
    }

    @Test func aParcelThatIsLostFreesTheSlot() throws {
        do {
            let first = try budget()
            #expect(first.take(deadline: now))
            #expect(first.handOver { _, _ in true })
        }
        // What stands behind the slot at the server is not known: it rests as after a kill.
        #expect(try budget().take(deadline: now + .seconds(30)))
    }

    @Test func withoutAConnectionThereIsNothingToHandOver() throws {
        let first = try budget()
        #expect(first.advice(at: now) { false }.listening == .accept)
        #expect(!first.handOver { _, _ in true })
        #expect(try !budget().take(deadline: now), "the reserve is kept")
    }

    @Test func aSlotThatNobodyTakesStays() throws {
        let first = try budget()
        #expect(first.take(deadline: now))
        #expect(!first.handOver { _, _ in false })
        first.giveBack(backend: 0, isGone: true)
        first.leave()
        #expect(try budget().take(deadline: now))
    }
}
