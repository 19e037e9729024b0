import Testing

@testable import Pooling

@Suite struct ConnectionPoolTests {
    let world = FakeWorld()
    var soon: Duration { world.now + .seconds(5) }

    @Test func oneConnectionServesOneCallerAfterAnother() throws {
        let pool = try world.pool()
        #expect(world.opened == 0)
        for _ in 0..<3 { #expect(try pool.withConnection(deadline: soon) { $0 * 10 } == 10) }
        #expect(world.opened == 1)
        #expect(pool.statistics.borrowed == 3)
    }

    @Test func aConnectionIsClosedAfterAnyErrorThatDoesNotSayItIsClean() throws {
        let pool = try world.pool()
        struct Surprise: Error {}
        #expect(throws: Surprise.self) { try pool.withConnection(deadline: soon) { _ in throw Surprise() } }
        #expect(world.closed == [1])
        #expect(pool.statistics.closed == [.doubtful: 1])
        #expect(world.slotsInUse == 0)
    }

    @Test func aConnectionOutlivesAnErrorThatLeavesItClean() throws {
        let pool = try world.pool()
        let conflict = FakeWorld.Broken(failure: Failure(.businessConflict, .sent, leavesConnectionClean: true))
        #expect(throws: conflict) { try pool.withConnection(deadline: soon) { _ in throw conflict } }
        #expect(world.closed == [])
        #expect(try pool.withConnection(deadline: soon) { $0 } == 1)
    }

    @Test func aConnectionLeftInsideATransactionIsClosedThoughNothingFailed() throws {
        let pool = try world.pool()
        world.isReusable = false
        try pool.withConnection(deadline: soon) { _ in }
        #expect(world.closed == [1])
    }

    @Test func aConnectionThatDiedWhileItIdledIsReplacedBeforeItsUse() throws {
        let pool = try world.pool()
        try pool.withConnection(deadline: soon) { _ in }
        world.now += .seconds(1)
        world.isHealthy = false
        #expect(try pool.withConnection(deadline: soon) { $0 } == 2)
        #expect(world.closed == [1])
        #expect(world.checks == 1)
    }

    @Test func connectingIsRepeatedWithPausesUntilItWorks() throws {
        let pool = try world.pool()
        world.connectFailures = [
            Failure(.startingUp, .connecting), Failure(.tooManyConnections, .connecting),
            Failure(.connectFailed, .connecting), nil,
        ]
        #expect(try pool.withConnection(deadline: soon) { $0 } == 1)
        #expect(world.sleeps == [.milliseconds(20), .milliseconds(40), .milliseconds(80)])
        #expect(pool.statistics.connectFailures == 3)
        #expect(pool.statistics.waits == 3)
        #expect(pool.statistics.waited == .milliseconds(140))
    }

    @Test func aCallerThatGetsNoConnectionInTimeSeesWhyAndWhatThePoolDid() throws {
        let pool = try world.pool { $0.longestPause = .milliseconds(500) }
        world.connectFailures = Array(repeating: Failure(.startingUp, .connecting), count: 100)
        let deadline = world.now + .seconds(1)
        let error = #expect(throws: PoolTimeout.self) { try pool.withConnection(deadline: deadline) { _ in } }
        #expect(error?.reason == .connecting)
        #expect(error?.lastFailure == .startingUp)
        #expect(error?.statistics.timeouts == 1)
        #expect(error?.description.contains("connect failures 6") == true)
        #expect(error.map { $0.retryAfter > .zero } == true)
        #expect(world.now < deadline, "it does not wait for a pause that ends too late")
        #expect(world.slotsInUse == 0)
    }

    @Test func duringAnOutageEveryCallerHasOneAttemptSoThatNoneMissesTheEnd() throws {
        let pool = try world.pool()
        world.connectFailures = Array(repeating: Failure(.connectFailed, .connecting), count: 100)
        #expect(throws: PoolTimeout.self) { try pool.withConnection(deadline: soon) { _ in } }
        for _ in 0..<10 {
            let (attempts, start) = (world.connectDeadlines.count, world.now)
            let error = #expect(throws: PoolTimeout.self) { try pool.withConnection(deadline: soon) { _ in } }
            #expect(error?.reason == .unavailable)
            #expect(error?.lastFailure == .connectFailed)
            #expect(world.connectDeadlines.count == attempts + 1)
            #expect(world.now - start <= .milliseconds(100))
        }
        world.connectFailures = []
        #expect(try pool.withConnection(deadline: soon) { $0 } == 1)
    }

    @Test func aSilentServerHoldsOneCallerBrieflyAndTheOthersNotAtAll() throws {
        let pool = try world.pool()
        let silence = FakeWorld.Broken(failure: Failure(.cancelled, .sent))
        #expect(throws: silence) { try pool.withConnection(deadline: soon) { _ in throw silence } }
        world.connectFailures = [Failure(.connectFailed, .connecting)]
        world.connectTime = .milliseconds(500)
        let start = world.now
        for _ in 0..<10 {
            let error = #expect(throws: PoolTimeout.self) { try pool.withConnection(deadline: soon) { _ in } }
            #expect(error?.reason == .unavailable)
        }
        #expect(world.connectDeadlines.dropFirst() == [start + .milliseconds(500)])
        #expect(world.now == start + .milliseconds(500))
        world.now += .milliseconds(250)
        #expect(try pool.withConnection(deadline: soon) { $0 } == 2)
    }

    @Test func anErrorThatNoRepetitionCanMendEndsTheAttemptToConnect() throws {
        let pool = try world.pool()
        let wrongPassword = FakeWorld.Broken(failure: Failure(.other, .connecting))
        world.connectFailures = [wrongPassword.failure]
        #expect(throws: wrongPassword) { try pool.withConnection(deadline: soon) { _ in } }
        #expect(world.sleeps == [])
        #expect(world.slotsInUse == 0)
    }

    @Test func oneAttemptToConnectTakesNoLongerThanItsLimit() throws {
        let pool = try world.pool { $0.connectTimeout = .seconds(3) }
        try pool.withConnection(deadline: world.now + .seconds(60)) { _ in }
        #expect(world.connectDeadlines == [world.now + .seconds(3)])
    }

    @Test func aFailedReadIsRepeatedOnANewConnectionAtMostThreeTimes() throws {
        let pool = try world.pool()
        let lost = FakeWorld.Broken(failure: Failure(.connectionLost, .sent))
        var runs = 0
        #expect(throws: lost) {
            try pool.withConnection(deadline: soon, retry: .readOnly) { _ in
                runs += 1
                throw lost
            }
        }
        #expect(runs == 4)
        #expect(world.closed == [1, 2, 3, 4])
        #expect(pool.statistics.retries == 3)
    }

    @Test func aPlainWriteIsRunOnceWhenItsFateIsUnknown() throws {
        let pool = try world.pool()
        let lost = FakeWorld.Broken(failure: Failure(.connectionLost, .sent))
        var runs = 0
        #expect(throws: lost) {
            try pool.withConnection(deadline: soon, retry: .write) { _ in
                runs += 1
                throw lost
            }
        }
        #expect(runs == 1)
    }

    @Test func aPlainWriteIsRepeatedWhenNothingWasSent() throws {
        let pool = try world.pool()
        var runs = 0
        let used = try pool.withConnection(deadline: soon, retry: .write) { connection in
            runs += 1
            if runs == 1 { throw FakeWorld.Broken(failure: Failure(.connectionLost, .nothingSent)) }
            return connection
        }
        #expect(used == 2)
    }

    @Test func withoutPermissionNothingIsRepeated() throws {
        let pool = try world.pool()
        var runs = 0
        #expect(throws: FakeWorld.Broken.self) {
            try pool.withConnection(deadline: soon) { _ in
                runs += 1
                throw FakeWorld.Broken(failure: Failure(.serializationFailure, .sent, leavesConnectionClean: true))
            }
        }
        #expect(runs == 1)
    }

    @Test func aSerializationFailureIsRepeatedOnTheSameConnection() throws {
        let pool = try world.pool()
        var runs = 0
        let used = try pool.withConnection(deadline: soon, retry: .write) { connection in
            runs += 1
            if runs < 3 {
                throw FakeWorld.Broken(failure: Failure(.serializationFailure, .sent, leavesConnectionClean: true))
            }
            return connection
        }
        #expect(used == 1)
        #expect(pool.statistics.retries == 2)
    }

    @Test func aStatementThatCameTooLateIsRepeatedOnAConnectionThatKnowsTheTime() throws {
        let pool = try world.pool()
        let used = try pool.withConnection(deadline: soon, retry: .write) { connection in
            if connection == 1 { throw FakeWorld.Broken(failure: Failure(.late, .sent)) }
            return connection
        }
        #expect(used == 2)
        #expect(world.closed == [1] && world.sleeps.isEmpty)
    }

    @Test func nothingIsRepeatedAfterTheDeadline() throws {
        let pool = try world.pool()
        var runs = 0
        let deadline = soon
        #expect(throws: FakeWorld.Broken.self) {
            try pool.withConnection(deadline: deadline, retry: .readOnly) { _ in
                runs += 1
                world.now = deadline
                throw FakeWorld.Broken(failure: Failure(.connectionLost, .sent))
            }
        }
        #expect(runs == 1)
    }

    @Test func aRefusalForTooManyConnectionsIsRepeatedAfterGrowingPauses() throws {
        let pool = try world.pool()
        #expect(throws: FakeWorld.Broken.self) {
            try pool.withConnection(deadline: soon, retry: .write) { _ in
                throw FakeWorld.Broken(failure: Failure(.tooManyConnections, .sent))
            }
        }
        #expect(world.sleeps == [.milliseconds(20), .milliseconds(40), .milliseconds(80)])
    }

    @Test func aDemotedServersConnectionsAllGo() throws {
        let pool = try world.pool { $0.size = 3 }
        try pool.withConnection(deadline: soon) { _ in
            try pool.withConnection(deadline: soon) { _ in try pool.withConnection(deadline: soon) { _ in } }
        }
        #expect(world.opened == 3)
        var used: [Int] = []
        let result = try pool.withConnection(deadline: soon, retry: .write) { connection in
            used.append(connection)
            if connection <= 3 {
                throw FakeWorld.Broken(failure: Failure(.readOnly, .sent, leavesConnectionClean: true))
            }
            return connection
        }
        #expect(result == 4 && used.count == 2)
        #expect(world.closed.sorted() == [1, 2, 3])
        #expect(pool.statistics.closed == [.evicted: 3])
    }

    @Test func aReadOnlyServerIsLeftEvenWithoutPermissionToRepeat() throws {
        let pool = try world.pool()
        #expect(throws: FakeWorld.Broken.self) {
            try pool.withConnection(deadline: soon) { _ in
                throw FakeWorld.Broken(failure: Failure(.readOnly, .sent, leavesConnectionClean: true))
            }
        }
        #expect(pool.statistics.closed == [.evicted: 1])
    }

    @Test func askingForAnotherConnectionInsideTheClosureFailsInsteadOfWaitingForever() throws {
        let pool = try world.pool()
        let error = #expect(throws: PoolTimeout.self) {
            try pool.withConnection(deadline: soon) { _ in
                try pool.withConnection(deadline: soon) { _ in }
            }
        }
        #expect(error?.reason == .allInUse)
    }

    @Test func aProcessWithoutASlotGivesUpAtItsDeadline() throws {
        let pool = try world.pool()
        world.slots = 0
        let deadline = soon
        let error = #expect(throws: PoolTimeout.self) { try pool.withConnection(deadline: deadline) { _ in } }
        #expect(error?.reason == .budgetExhausted)
        #expect(error?.statistics.longestWait == .seconds(5))
        #expect(world.now == deadline)
        #expect(world.connectDeadlines == [])
    }

    @Test func slotsAreTakenBeforeOpeningAndReturnedAfterClosing() throws {
        let pool = try world.pool { $0.size = 2 }
        try pool.withConnection(deadline: soon) { _ in try pool.withConnection(deadline: soon) { _ in } }
        #expect(world.slotsInUse == 2)
        pool.close()
        #expect(world.slotsInUse == 0)
        #expect(world.mostSlotsInUse == 2)
        #expect(world.closed.count == 2)
        #expect(world.left == 1)
        #expect(try pool.withConnection(deadline: soon) { $0 } == 3, "a closed pool opens again when it is used")
    }

    @Test func aPoolThatGoesAwayClosesItsConnections() throws {
        try world.pool().withConnection(deadline: soon) { _ in }
        #expect(world.closed == [1])
    }

    @Test func whileWaitingOverdueConnectionsAreClosedAndTheNextTimeIsTold() throws {
        let pool = try world.pool { $0.maximumIdle = .seconds(60) }
        #expect(pool.adviceForWait(isAsked: true) { false } == .accept)
        try pool.withConnection(deadline: soon) { _ in }
        let start = world.now
        #expect(pool.adviceForWait(isAsked: true) { false } == AcceptanceAdvice(.accept, wakeAt: start + .seconds(60)))
        world.advice = AcceptanceAdvice(.ignore, descriptor: 7, wakeAt: start + .seconds(2))
        #expect(pool.adviceForWait(isAsked: true) { false } == world.advice, "the earlier of the two instants counts")
        world.now = start + .seconds(60)
        #expect(pool.adviceForWait(isAsked: true) { false } == world.advice)
        #expect(pool.statistics.closed == [.idle: 1])
    }

    @Test func aProcessThatIsAskedClosesItsConnectionBeforeItYieldsTheSlot() throws {
        let pool = try world.pool()
        try pool.withConnection(deadline: soon) { _ in }
        world.isAskedToYield = true
        _ = pool.adviceForWait(isAsked: false) { false }
        #expect(world.closed == [], "the budget is asked only when its descriptor was ready")
        _ = pool.adviceForWait(isAsked: true) { false }
        #expect(world.closed == [1])
        #expect(world.slotsInUse == 0)
        #expect(world.yields == 1)
        #expect(pool.statistics.closed == [.yielded: 1])
    }

    @Test func acceptedRequestsAreReportedToTheBudget() throws {
        let pool = try world.pool()
        pool.didAccept()
        #expect(world.accepted == 1)
    }

    @Test func aPoolWithoutABudgetOpensWhatItNeedsKeepsItAndAccepts() throws {
        world.slots = 0
        let pool = try world.pool(hasBudget: false)
        try pool.withConnection(deadline: world.now + .seconds(5)) { #expect($0 == 1) }
        #expect(pool.adviceForWait(isAsked: true) { true }.listening == .accept)
        #expect(pool.statistics.open == 1 && world.closed == [])
        pool.close()
        #expect(world.closed == [1])
    }

    @Test func aPoolRefusesLimitsThatMakeNoSense() {
        #expect(throws: InvalidPoolLimit.self) { try world.pool { $0.size = 0 } }
    }
}
