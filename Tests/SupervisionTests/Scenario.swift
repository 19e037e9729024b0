import Platform

@testable import Supervision

/// A manager's state with a test clock: what happens goes in, and the actions that follow are kept.
struct Scenario {
    var state: ManagerState
    var now = Duration.seconds(1_000)
    var actions: [ManagerAction] = []

    init(pools: [(name: String, workers: Int)] = [("web", 2)], limits: ManagerLimits = ManagerLimits()) {
        state = ManagerState(pools: pools, limits: limits, random: NoJitter())
        actions = state.begin(at: now)
    }

    /// A scenario in which every worker of the start is ready.
    static func running(
        pools: [(name: String, workers: Int)] = [("web", 2)],
        limits: ManagerLimits = ManagerLimits()
    ) -> Scenario {
        var scenario = Scenario(pools: pools, limits: limits)
        for id in scenario.started { scenario.ready(id) }
        scenario.actions = []
        return scenario
    }

    mutating func run(_ event: (inout ManagerState, Duration) throws -> [ManagerAction]) rethrows {
        actions = try event(&state, now)
    }

    mutating func ready(_ id: WorkerID) { run { $0.becameReady(id, at: $1) } }

    mutating func exit(_ id: WorkerID, _ status: ExitStatus, requests: Int = 0) {
        run { $0.exited(id, status: status, requests: requests, at: $1) }
    }

    /// Lets time pass, stopping at every deadline on the way, and keeps all actions.
    mutating func pass(_ duration: Duration) {
        let end = now + duration
        actions = []
        while let deadline = state.nextDeadline, deadline <= end {
            now = max(now, deadline)
            actions += state.advance(to: now)
        }
        now = end
        actions += state.advance(to: now)
    }

    var started: [WorkerID] {
        actions.compactMap { if case .start(let id, _, _) = $0 { id } else { nil } }
    }

    var asked: [WorkerID] {
        actions.compactMap { if case .askToLeave(let id) = $0 { id } else { nil } }
    }

    var killed: [WorkerID] {
        actions.compactMap { if case .kill(let id) = $0 { id } else { nil } }
    }

    var events: [ManagerEvent] {
        actions.compactMap { if case .report(let event) = $0 { event } else { nil } }
    }

    /// Worker numbers in the seats of the first pool; 0 where a seat is empty.
    var seated: [Int] { state.pools[0].seats.map { $0.current?.number ?? 0 } }

    /// Takes every started worker to readiness, and lets every worker that was asked to leave go, until nothing follows.
    mutating func settle() {
        var pending = actions
        actions = []
        while !pending.isEmpty {
            let action = pending.removeFirst()
            actions.append(action)
            switch action {
            case .start(let id, _, _): pending += state.becameReady(id, at: now)
            case .askToLeave(let id): pending += state.exited(id, status: .code(0), requests: 0, at: now)
            default: break
            }
        }
    }
}

/// Makes every jitter zero.
struct NoJitter: RandomNumberGenerator, Sendable {
    mutating func next() -> UInt64 { 0 }
}

extension WorkerID: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self.init(value) }
}
