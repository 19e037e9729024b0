import Support
import Testing

@testable import Pooling

@Suite struct PoolStateTests {
    static func limits(_ change: (inout PoolLimits) -> Void = { _ in }) -> PoolLimits {
        var limits = PoolLimits()
        limits.checkAfterIdle = .seconds(1)
        limits.maximumAge = .seconds(100)
        limits.ageJitter = 0.5
        limits.maximumIdle = .seconds(10)
        limits.firstPause = .seconds(1)
        limits.longestPause = .seconds(8)
        limits.failFastAfter = .seconds(5)
        change(&limits)
        return limits
    }

    static func stateWithIdleConnection(_ limits: PoolLimits = limits()) -> PoolState {
        var state = PoolState(limits)
        expect(state.borrow(at: .zero), .open(0))
        state.opened(0, at: .zero, random: 0)
        expect(state.released(0, reusable: true, at: .zero), true)
        return state
    }

    @Test func aConnectionIsOpenedOnlyWhenSomebodyNeedsIt() {
        var state = PoolState(Self.limits())
        #expect(state.statistics.open == 0)
        #expect(state.nextOverdue == nil)
        expect(state.borrow(at: .zero), .open(0))
        state.opened(0, at: .zero, random: 0)
        #expect(state.statistics.open == 1)
        #expect(state.statistics.inUse == 1)
    }

    @Test func aFreshConnectionIsLentAgainWithoutACheck() {
        var state = Self.stateWithIdleConnection()
        expect(state.borrow(at: .seconds(1)), .use(0))
        #expect(state.statistics.checked == 0)
        #expect(state.statistics.borrowed == 2)
    }

    @Test func aConnectionThatIdledIsCheckedBeforeItsUse() {
        var state = Self.stateWithIdleConnection()
        expect(state.borrow(at: .milliseconds(1_001)), .check(0))
        expect(state.checked(0, healthy: true), .use(0))
        #expect(state.statistics.checked == 1)
        #expect(state.statistics.inUse == 1)
    }

    @Test func aConnectionThatFailsItsCheckIsReplaced() {
        var state = Self.stateWithIdleConnection()
        expect(state.borrow(at: .seconds(2)), .check(0))
        expect(state.checked(0, healthy: false), .close(0))
        #expect(state.statistics.closed == [.unhealthy: 1])
        expect(state.borrow(at: .seconds(2)), .open(0))
    }

    @Test func aConnectionInDoubtIsClosedWhenItComesBack() {
        var state = Self.stateWithIdleConnection()
        expect(state.borrow(at: .zero), .use(0))
        expect(state.released(0, reusable: false, at: .zero), false)
        #expect(state.statistics.closed == [.doubtful: 1])
        #expect(state.statistics.open == 0)
        #expect(state.statistics.inUse == 0)
    }

    @Test func aConnectionIsClosedWhenItIsTooOld() {
        var state = Self.stateWithIdleConnection(Self.limits { $0.maximumIdle = .seconds(1_000) })
        #expect(state.nextOverdue == .seconds(100))
        expect(state.removeOverdue(at: .seconds(99)), nil)
        expect(state.borrow(at: .seconds(100)), .close(0))
        #expect(state.statistics.closed == [.aged: 1])
    }

    @Test func theAgeLimitIsShortenedByAtMostTheJitter() {
        for (random, expiry) in [(0.0, 100), (0.5, 75), (1.0, 50)] {
            var state = PoolState(Self.limits { $0.maximumIdle = .seconds(1_000) })
            expect(state.borrow(at: .zero), .open(0))
            state.opened(0, at: .zero, random: random)
            expect(state.released(0, reusable: true, at: .zero), true)
            #expect(state.nextOverdue == .seconds(expiry))
        }
    }

    @Test func aConnectionThatNobodyUsesIsClosed() {
        var state = Self.stateWithIdleConnection()
        #expect(state.nextOverdue == .seconds(10))
        expect(state.removeOverdue(at: .milliseconds(9_999)), nil)
        expect(state.removeOverdue(at: .seconds(10)), 0)
        #expect(state.statistics.closed == [.idle: 1])
        expect(state.removeOverdue(at: .seconds(10)), nil)
    }

    @Test func theMostRecentlyUsedConnectionIsLentSoThatSpareOnesAgeOut() {
        var state = PoolState(Self.limits { $0.size = 2 })
        expect(state.borrow(at: .zero), .open(0))
        state.opened(0, at: .zero, random: 0)
        expect(state.borrow(at: .zero), .open(1))
        state.opened(1, at: .zero, random: 0)
        expect(state.borrow(at: .zero), .allInUse)
        expect(state.released(0, reusable: true, at: .milliseconds(1)), true)
        expect(state.released(1, reusable: true, at: .milliseconds(2)), true)
        expect(state.borrow(at: .milliseconds(3)), .use(1))
    }

    @Test func anEvictedConnectionInUseIsClosedWhenItComesBackThoughItIsClean() {
        var state = PoolState(Self.limits { $0.size = 2 })
        expect(state.borrow(at: .zero), .open(0))
        state.opened(0, at: .zero, random: 0)
        expect(state.borrow(at: .zero), .open(1))
        state.opened(1, at: .zero, random: 0)
        expect(state.released(1, reusable: true, at: .zero), true)
        expect(state.evict(1), true)
        expect(state.evict(0), false)
        expect(state.released(0, reusable: true, at: .zero), false)
        #expect(state.statistics.closed == [.evicted: 2])
        expect(state.borrow(at: .zero), .open(0))
        state.opened(0, at: .zero, random: 0)
        expect(state.released(0, reusable: true, at: .zero), true, "the new connection does not inherit the eviction")
    }

    @Test func evictingAnEmptyPlaceDoesNothing() {
        var state = PoolState(Self.limits())
        expect(state.evict(0), false)
        #expect(state.statistics == PoolStatistics())
    }

    @Test func pausesBetweenAttemptsDoubleUpToTheLongest() {
        var state = PoolState(Self.limits { $0.failFastAfter = .seconds(1_000) })
        var now = Duration.zero
        for pause in [1, 2, 4, 8, 8] {
            expect(state.borrow(at: now), .open(0))
            _ = state.openFailed(at: now, random: 0)
            expect(state.borrow(at: now), .wait(until: now + .seconds(pause)))
            now += .seconds(pause)
        }
        #expect(state.statistics.connectFailures == 5)
    }

    @Test func jitterCutsAPauseByUpToHalf() {
        var state = PoolState(Self.limits())
        _ = state.openFailed(at: .zero, random: 0.5)
        expect(state.borrow(at: .zero), .wait(until: .milliseconds(750)))
    }

    @Test func whenConnectingHasFailedForAWhileACallerHasOneAttempt() {
        var state = PoolState(Self.limits())
        expect(state.openFailed(at: .zero, random: 0), nil)
        expect(state.openFailed(at: .seconds(1), random: 0), nil)
        expect(state.openFailed(at: .seconds(5), random: 0), .seconds(9))
        expect(state.borrow(at: .seconds(6)), .wait(until: .seconds(9)), "the next caller waits for its own")
        expect(state.borrow(at: .seconds(9)), .open(0))
    }

    @Test func nobodyWaitsForTheNextAttemptAtASilentServer() {
        var state = PoolState(Self.limits { $0.probeTimeout = .seconds(4) })
        expect(state.openFailed(at: .seconds(10), after: .seconds(4), random: 0), nil)
        expect(state.borrow(at: .seconds(11)), .unavailable(until: .seconds(12)))
        expect(state.borrow(at: .seconds(12)), .open(0))
        expect(state.openFailed(at: .seconds(12), random: 0), nil)
        expect(state.borrow(at: .seconds(13)), .wait(until: .seconds(14)), "it refuses again: that costs nothing")
    }

    @Test func aSilentServerIsProbedBrieflyAndNowAndThenAtLength() {
        var state = PoolState(Self.limits())
        let (short, long) = (Duration.milliseconds(500), Duration.seconds(3))
        #expect(state.attemptTimeout == long)
        state.metSilence()
        var seen: [Duration] = []
        for attempt in 1...8 {
            seen.append(state.attemptTimeout)
            _ = state.openFailed(at: .seconds(attempt), after: short, random: 0)
        }
        #expect(seen == [short, short, short, long, short, short, short, long])
        state.opened(0, at: .seconds(9), random: 0)
        #expect(state.attemptTimeout == long)
    }

    @Test func aSuccessEndsTheSeriesOfFailures() {
        var state = PoolState(Self.limits())
        _ = state.openFailed(at: .zero, random: 0)
        _ = state.openFailed(at: .seconds(6), random: 0)
        expect(state.borrow(at: .seconds(8)), .open(0))
        state.opened(0, at: .seconds(8), random: 0)
        expect(state.released(0, reusable: false, at: .seconds(8)), false)
        expect(state.borrow(at: .seconds(8)), .open(0))
        _ = state.openFailed(at: .seconds(8), random: 0)
        expect(state.borrow(at: .seconds(8)), .wait(until: .seconds(9)))
    }

    @Test func aFailureLongAgoDoesNotMakeTheNextOneAnOutage() {
        var state = PoolState(Self.limits())
        _ = state.openFailed(at: .zero, random: 0)
        expect(state.borrow(at: .seconds(3_600)), .open(0))
        _ = state.openFailed(at: .seconds(3_600), random: 0)
        expect(state.borrow(at: .seconds(3_600)), .wait(until: .seconds(3_601)))
    }

    @Test func idleConnectionsCanBeTakenOutOneByOne() {
        var state = Self.stateWithIdleConnection()
        expect(state.removeIdle(.yielded), 0)
        expect(state.removeIdle(.yielded), nil)
        #expect(state.statistics.closed == [.yielded: 1])
    }

    @Test(arguments: 0..<20)
    func theCountsAgreeWithAModelUnderRandomEvents(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var state = PoolState(Self.limits { $0.size = 3 })
        var leased: Set<Int> = []
        var open: Set<Int> = []
        var now = Duration.zero
        for _ in 0..<2_000 {
            now += .milliseconds(Int.random(in: 0...3_000, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                switch state.borrow(at: now) {
                case .use(let place):
                    #expect(open.contains(place) && !leased.contains(place))
                    leased.insert(place)
                case .check(let place):
                    #expect(open.contains(place) && !leased.contains(place))
                    if state.checked(place, healthy: Bool.random(using: &random)) == .use(place) {
                        leased.insert(place)
                    } else {
                        open.remove(place)
                    }
                case .close(let place):
                    #expect(open.contains(place) && !leased.contains(place))
                    open.remove(place)
                case .open(let place):
                    #expect(!open.contains(place))
                    if Int.random(in: 0..<4, using: &random) == 0 {
                        _ = state.openFailed(at: now, random: 0.5)
                    } else {
                        state.opened(place, at: now, random: 0.5)
                        open.insert(place)
                        leased.insert(place)
                    }
                case .wait(let until), .unavailable(let until): #expect(until > now)
                case .allInUse: #expect(leased.count == 3)
                }
            case 5..<8:
                guard let place = leased.randomElement(using: &random) else { continue }
                leased.remove(place)
                if !state.released(place, reusable: Int.random(in: 0..<5, using: &random) > 0, at: now) {
                    open.remove(place)
                }
            case 8:
                if let place = state.removeOverdue(at: now) { open.remove(place) }
            default:
                let place = Int.random(in: 0..<3, using: &random)
                if state.evict(place) { open.remove(place) }
            }
            #expect(state.statistics.open == open.count)
            #expect(state.statistics.inUse == leased.count)
            #expect(state.statistics.opened - state.statistics.closed.values.reduce(0, +) == open.count)
        }
    }
}

/// Compares what a mutating call returned, which `#expect` itself cannot call.
func expect<Value: Equatable>(
    _ actual: Value,
    _ expected: Value,
    _ comment: Comment? = nil,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(actual == expected, comment, sourceLocation: location)
}
