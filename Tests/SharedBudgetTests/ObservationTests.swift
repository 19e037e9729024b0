import Testing

@testable import SharedBudget

@Suite struct ObservationTests {
    private let grace = Observation.grace

    private func expect(
        _ actual: Observation.Decision,
        _ expected: Observation.Decision,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(actual == expected, sourceLocation: location)
    }

    @Test func nothingPendingMeansObserve() {
        var observation = Observation()
        expect(observation.decide(at: .seconds(5), isPending: { false }, lastAccepted: { .zero }), .observe)
    }

    @Test func aFreshConnectionIsLeftToTheOthersForAMoment() {
        var observation = Observation()
        let now = Duration.seconds(5)
        expect(observation.decide(at: now, isPending: { true }, lastAccepted: { .zero }), .look(at: now + grace))
        expect(
            observation.decide(at: now + grace / 2, isPending: { true }, lastAccepted: { .zero }),
            .look(at: now + grace)
        )
        expect(observation.decide(at: now + grace, isPending: { false }, lastAccepted: { .zero }), .observe)
    }

    @Test func aConnectionThatNobodyTakesIsTaken() {
        var observation = Observation()
        let now = Duration.seconds(5)
        _ = observation.decide(at: now, isPending: { true }, lastAccepted: { .seconds(4) })
        expect(observation.decide(at: now + grace, isPending: { true }, lastAccepted: { .seconds(4) }), .accept)
    }

    @Test func aQueueThatMovesIsLeftAloneUntilItHasBeenLongForTooLong() {
        var observation = Observation()
        let start = Duration.seconds(5)
        var now = start
        var decision = observation.decide(at: now, isPending: { true }, lastAccepted: { now })
        while decision == .look(at: now + grace) {
            now += grace
            decision = observation.decide(at: now, isPending: { true }, lastAccepted: { now - .milliseconds(1) })
        }
        expect(decision, .accept)
        #expect(now - start >= Observation.pressure)
        #expect(now - start <= Observation.pressure + grace)
    }

    @Test func anEmptyQueueOnceIsEnoughToStartCountingAgain() {
        var observation = Observation()
        var now = Duration.seconds(5)
        for round in 0..<100 {
            let isPending = round % 5 != 4
            let decision = observation.decide(at: now, isPending: { isPending }, lastAccepted: { now })
            expect(decision, isPending ? .look(at: now + grace) : .observe)
            now += grace
        }
    }

    @Test func aWorkerThatAcceptedStartsOver() {
        var observation = Observation()
        let now = Duration.seconds(5)
        _ = observation.decide(at: now, isPending: { true }, lastAccepted: { .zero })
        observation.end()
        expect(
            observation.decide(at: now + grace, isPending: { true }, lastAccepted: { .zero }),
            .look(at: now + grace * 2)
        )
    }
}
