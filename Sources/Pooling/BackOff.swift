/// Pauses that double from one failure to the next, with jitter.
struct BackOff: Sendable {
    private let first: Duration
    private let longest: Duration
    private let failFastAfter: Duration

    private(set) var failures = 0
    /// No attempt before this instant.
    private(set) var nextAttempt = Duration.zero
    private var failingSince = Duration.zero

    init(_ limits: PoolLimits) {
        first = limits.firstPause
        longest = limits.longestPause
        failFastAfter = limits.failFastAfter
    }

    /// Counts a failure and sets the end of the pause that follows it.
    ///
    /// A failure long after the last pause says nothing about the time between, so it starts a new series.
    mutating func failed(at now: Duration, random: Double) {
        if failures == 0 || now - nextAttempt > longest * 10 {
            failures = 0
            failingSince = now
        }
        let full = min(longest, first * (1 << min(failures, 20)))
        failures += 1
        nextAttempt = now + full * (1 - random / 2)
    }

    mutating func succeeded() {
        failures = 0
        nextAttempt = .zero
    }

    /// Whether a caller is turned away instead of waiting for the end of the pause.
    func failsFast(at now: Duration) -> Bool {
        failures > 0 && now < nextAttempt && now - failingSince >= failFastAfter
    }
}
