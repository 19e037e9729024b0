/// The knobs of a pool. The pool checks them when it is made: a value that makes no sense is refused, never corrected.
///
/// Left out on purpose: a minimum of open connections (a worker opens when it first needs one) and a queue length (one
/// thread has nobody to queue).
public struct PoolLimits: Sendable, Equatable {
    /// Connections that may be open at once. Default 1, minimum 1: a one-thread worker needs no more.
    public var size = 1
    /// A connection that idled for longer is checked before it is used. Default 1 ms: the check is one system call and
    /// finds what the server said in the meantime.
    public var checkAfterIdle = Duration.milliseconds(1)
    /// A connection that has been open for longer is closed when it is free. Default 30 minutes. It is also how
    /// connections find their way back after a failover.
    public var maximumAge = Duration.seconds(30 * 60)
    /// Each connection's ``maximumAge`` is shortened by a random part of up to this fraction, so that connections
    /// opened together are not closed together. Default 0.2, from 0 to 1.
    public var ageJitter = 0.2
    /// A connection that idled for longer is closed. Default 5 minutes.
    public var maximumIdle = Duration.seconds(5 * 60)
    /// How long one attempt to connect may take, within the caller's deadline. Default 3 s.
    public var connectTimeout = Duration.seconds(3)
    /// How long one attempt may take while the server is in doubt: after a statement that got no answer, and after an
    /// attempt that took this long. Every fourth of these attempts gets ``connectTimeout`` all the same. Default 500 ms.
    public var probeTimeout = Duration.milliseconds(500)
    /// How often a failed statement is repeated at most, within the caller's deadline. Default 3.
    public var maximumRetries = 3
    /// The first pause after a failure; each further one doubles, and each is cut by a random part of up to half.
    /// Default 20 ms.
    public var firstPause = Duration.milliseconds(20)
    /// The longest pause after an attempt that was refused, and thereby how much later than the server a caller may
    /// notice that it is back. Default 100 ms. After one that met silence it is half of ``probeTimeout``, and callers do
    /// not wait for its end: they fail at once.
    public var longestPause = Duration.milliseconds(100)
    /// Once connecting has failed for this long without a success, a caller makes one attempt, after the pause, instead
    /// of trying until its deadline. So nobody is turned away by a server that is back already. Default 2 s.
    public var failFastAfter = Duration.seconds(2)

    /// The defaults.
    public init() {}

    /// - Throws: ``InvalidPoolLimit``, naming the first knob that makes no sense.
    func check() throws(InvalidPoolLimit) {
        try require(size >= 1, "size", "at least 1")
        try require(checkAfterIdle >= .zero, "checkAfterIdle", "zero or more")
        try require(maximumAge > .zero, "maximumAge", "more than zero")
        try require((0...1).contains(ageJitter), "ageJitter", "between 0 and 1")
        try require(maximumIdle > .zero, "maximumIdle", "more than zero")
        try require(connectTimeout > .zero, "connectTimeout", "more than zero")
        try require(probeTimeout > .zero, "probeTimeout", "more than zero")
        try require(maximumRetries >= 0, "maximumRetries", "zero or more")
        try require(firstPause > .zero, "firstPause", "more than zero")
        try require(longestPause >= firstPause, "longestPause", "at least firstPause")
        try require(failFastAfter >= .zero, "failFastAfter", "zero or more")
    }

    private func require(_ holds: Bool, _ name: String, _ expected: String) throws(InvalidPoolLimit) {
        if !holds { throw InvalidPoolLimit(name: name, expected: expected) }
    }
}

/// A knob of ``PoolLimits`` that makes no sense.
public struct InvalidPoolLimit: Error, Equatable, CustomStringConvertible {
    /// The knob.
    public let name: String
    /// What it must be.
    public let expected: String

    /// One sentence for a person.
    public var description: String { "The pool's \(name) must be \(expected)." }
}

/// The time and chance that a pool lives in; a test brings its own.
///
/// Instants are durations since an arbitrary monotonic origin, the same one for every deadline given to the pool.
public struct PoolEnvironment {
    /// The current instant.
    public let now: () -> Duration
    /// Returns at the given instant, or at once when it has passed.
    public let sleep: (_ until: Duration) -> Void
    /// A number from 0 up to but not including 1.
    public let random: () -> Double

    /// Brings the three together. `random` defaults to the system's generator.
    public init(
        now: @escaping () -> Duration,
        sleep: @escaping (_ until: Duration) -> Void,
        random: @escaping () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }
}
