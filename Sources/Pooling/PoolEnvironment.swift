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
