/// Names one worker process for as long as its manager lives. Unlike a process id it is never used twice.
struct WorkerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Counts from 1 in the order of starting.
    let number: Int

    init(_ number: Int) { self.number = number }

    var description: String { "\(number)" }

    static func < (one: WorkerID, other: WorkerID) -> Bool { one.number < other.number }
}

/// What the manager's state holds about one worker process.
struct WorkerRecord: Sendable {
    enum Stage: Equatable, Sendable {
        case starting
        case serving
        case leaving(LeaveReason, killAt: Duration)
        /// Already killed; only its exit is awaited.
        case killed
    }

    let id: WorkerID
    /// The position of its pool.
    let pool: Int
    let generation: Int
    let startedAt: Duration
    var stage = Stage.starting
    var readyAt: Duration?
    /// Set while a replacement is being brought up because of this worker's memory.
    var isTooLarge = false

    var isServing: Bool { stage == .serving }

    /// When something has to be done about it if nothing happens before.
    func deadline(_ limits: ManagerLimits) -> Duration? {
        switch stage {
        case .starting: startedAt + limits.startTimeout
        case .leaving(_, let killAt): killAt
        case .serving, .killed: nil
        }
    }
}

/// One of the places of a pool that should always hold a worker.
struct Seat: Sendable {
    /// The worker that serves here, or the one that will once it is ready.
    var current: WorkerID?
    /// A replacement that is not ready yet, while `current` still serves.
    var incoming: WorkerID?
    /// Failures in a row.
    private(set) var failures = 0
    /// No start before this instant.
    var notBefore = Duration.zero

    /// Forgets the failures: the worker was stable, or an operator changed the settings.
    mutating func clearFailures() {
        failures = 0
        notBefore = .zero
    }

    /// Counts a failure, and delays the next start: by 100 ms, then twice as long each time, at most 10 s.
    ///
    /// - Parameters:
    ///   - wasReady: whether the worker got as far as being ready. Its first such failure costs no delay, since a
    ///     process that somebody killed must be back at once.
    ///   - jitter: a random number in `0 ..< 1`. It takes up to a quarter off the delay, so that many failing seats do
    ///     not start in step.
    /// - Returns: the delay.
    mutating func countFailure(wasReady: Bool, jitter: Double, at now: Duration) -> Duration {
        failures += 1
        let doublings = failures - (wasReady ? 2 : 1)
        var delay = Duration.zero
        if doublings >= 0 {
            delay = min(.milliseconds(100) * (1 << min(doublings, 10)), .seconds(10)) * (1 - 0.25 * jitter)
        }
        notBefore = now + delay
        return delay
    }
}

/// What the manager's state holds about one pool.
struct WorkerPool: Sendable {
    let name: String
    var desired: Int
    var seats: [Seat] = []
    /// The newest generation of settings that got a worker ready. Nil before the first one.
    var proven: Int?
    /// The generation that every worker should have.
    var target = 0
    /// Set while a reload is under way.
    var reloadStartedAt: Duration?

    /// New workers run with settings known to work, and only the first of a reload tries the new ones.
    var generationForStart: Int { proven ?? target }

    /// How many seats may bring up a replacement at the same time: one until the settings are proven, then a quarter.
    var replacementsAtOnce: Int { proven == target ? max(1, desired / 4) : 1 }
}
