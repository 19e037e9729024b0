import Testing

@testable import Supervision

@Suite struct RoundsTests {
    @Test func aConnectionThatIsStillThereARoundLaterWakesAWorkerEverMoreRarely() {
        var rounds = Rounds()
        let woken = (1...20).filter { _ in rounds.shouldWake(pool: 0, queueIsEmpty: false) }
        #expect(woken == [2, 4, 8, 16])
    }

    @Test func anEmptyQueueStartsTheCountAnewAndPoolsCountApart() {
        var rounds = Rounds()
        #expect(
            [false, true, false, true, false, false].map { rounds.shouldWake(pool: 0, queueIsEmpty: $0) }.last == true
        )
        let other = rounds.shouldWake(pool: 1, queueIsEmpty: false)
        #expect(!other)
    }
}
