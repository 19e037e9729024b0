@testable import Pooling

/// A world of numbered connections and a clock that moves only when told, or when somebody sleeps.
final class FakeWorld {
    struct Broken: Error, Equatable { var failure: Failure }

    var now = Duration.seconds(1_000)
    var opened = 0
    var closed: [Int] = []
    var checks = 0
    var isHealthy = true
    var isReusable = true
    /// What the next attempts to connect fail with; nil succeeds. When empty, every attempt succeeds.
    var connectFailures: [Failure?] = []
    var connectTime = Duration.zero
    var connectDeadlines: [Duration] = []
    var sleeps: [Duration] = []

    var slots = Int.max
    var slotsInUse = 0
    var mostSlotsInUse = 0
    var isAskedToYield = false
    var yields = 0
    var accepted = 0
    var left = 0
    var advice = AcceptanceAdvice.accept

    func pool(
        hasBudget: Bool = true,
        _ change: (inout PoolLimits) -> Void = { _ in }
    ) throws -> ConnectionPool<FakeFactory, FakeBudget> {
        var limits = PoolLimits()
        change(&limits)
        return try ConnectionPool(
            FakeFactory(world: self),
            budget: hasBudget ? FakeBudget(world: self) : nil,
            limits: limits,
            environment: PoolEnvironment(
                now: { self.now },
                sleep: { until in
                    self.sleeps.append(until - self.now)
                    self.now = max(self.now, until)
                },
                random: { 0 }
            )
        )
    }
}

struct FakeFactory: ConnectionFactory {
    let world: FakeWorld

    func open(deadline: Duration) throws -> Int {
        world.connectDeadlines.append(deadline)
        world.now += world.connectTime
        if !world.connectFailures.isEmpty, let failure = world.connectFailures.removeFirst() {
            throw FakeWorld.Broken(failure: failure)
        }
        world.opened += 1
        return world.opened
    }

    func isHealthy(_ connection: Int, deadline: Duration) -> Bool {
        world.checks += 1
        return world.isHealthy
    }

    func isReusable(_ connection: Int) -> Bool { world.isReusable }

    func close(_ connection: Int) -> Bool {
        world.closed.append(connection)
        return true
    }

    func classify(_ error: any Error) -> Failure {
        (error as? FakeWorld.Broken)?.failure ?? Failure(.other, .sent)
    }
}

struct FakeBudget: ConnectionBudget {
    let world: FakeWorld

    func take(deadline: Duration) -> Bool {
        guard world.slotsInUse < world.slots else {
            world.now = max(world.now, deadline)
            return false
        }
        world.slotsInUse += 1
        world.mostSlotsInUse = max(world.mostSlotsInUse, world.slotsInUse)
        return true
    }

    func opened(backend: UInt64) {}

    func giveBack(backend: UInt64, isGone: Bool) { world.slotsInUse -= 1 }

    func isAskedToYield() -> Bool { world.isAskedToYield }

    func yield() { world.yields += 1 }

    func advice(at now: Duration, connectionIsPending: () -> Bool) -> AcceptanceAdvice { world.advice }

    func accepted(at now: Duration) { world.accepted += 1 }

    func leave() { world.left += 1 }
}
