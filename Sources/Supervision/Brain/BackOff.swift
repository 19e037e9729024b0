/// How long a seat stays empty after its worker failed, growing with every failure in a row.
///
/// The first worker that had been ready is replaced at once; after that the delay doubles from `shortest` to `longest`.
/// A jitter of up to a quarter keeps many failing seats from starting in step.
public struct BackOff: Sendable {
    /// The delay after the first counted failure.
    public static let shortest = Duration.milliseconds(100)
    /// The delay that is never passed.
    public static let longest = Duration.seconds(10)

    /// Failures since the last `reset()`.
    public private(set) var failures = 0

    /// Starts without failures.
    public init() {}

    /// Forgets the failures: the worker held, or an operator changed the configuration.
    public mutating func reset() { failures = 0 }

    /// Counts a failure and says how long to wait before the next start.
    ///
    /// - Parameters:
    ///   - wasReady: whether the worker got as far as being ready. Its first such failure costs no delay, since a
    ///     process that somebody killed must be back at once.
    ///   - jitter: a random number in `0 ..< 1`.
    public mutating func delayAfterFailure(wasReady: Bool, jitter: Double) -> Duration {
        failures += 1
        let step = wasReady ? failures - 2 : failures - 1
        guard step >= 0 else { return .zero }
        let plain = step < 10 ? Self.shortest * (1 << step) : Self.longest
        return min(plain, Self.longest) * (1 - 0.25 * jitter)
    }
}
