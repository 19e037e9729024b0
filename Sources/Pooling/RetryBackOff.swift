/// Pauses that double from one failure to the next, with jitter, and how long the next attempt may take.
///
/// An attempt that is refused costs next to nothing. One that meets silence costs its whole time limit, so these are kept
/// short, and callers do not queue for them.
struct RetryBackOff: Sendable {
    private let limits: PoolLimits

    private(set) var failures = 0
    /// No attempt before this instant.
    private(set) var nextAttempt = Duration.zero
    private var failingSince = Duration.zero
    private var silentFailures = 0
    private var isInDoubt = false

    init(_ limits: PoolLimits) { self.limits = limits }

    /// Counts a failure and sets the end of the pause that follows it.
    ///
    /// A failure long after the last pause says nothing about the time between, so it starts a new series.
    /// - Parameter taken: how long the attempt took.
    mutating func failed(at now: Duration, after taken: Duration = .zero, random: Double) {
        if failures == 0 || now - nextAttempt > limits.longestPause * 10 {
            failures = 0
            silentFailures = 0
            failingSince = now
        }
        isInDoubt = false
        silentFailures = taken >= limits.probeTimeout ? silentFailures + 1 : 0
        let doubled = min(limits.longestPause, limits.firstPause * (1 << min(failures, 20)))
        let full = silentFailures > 0 ? max(doubled, limits.probeTimeout / 2) : doubled
        failures += 1
        nextAttempt = now + full * (1 - random / 2)
    }

    mutating func succeeded() {
        failures = 0
        silentFailures = 0
        isInDoubt = false
        nextAttempt = .zero
    }

    /// A statement got no answer: the next attempt to connect had better be a short one.
    mutating func metSilence() { isInDoubt = true }

    /// How long the next attempt may take. Every fourth one at a silent server gets the full time, so that a server whose
    /// every connection takes longer than a probe is found again too.
    var attemptTimeout: Duration {
        guard isInDoubt || silentFailures > 0, silentFailures % 4 != 3 else { return limits.connectTimeout }
        return min(limits.probeTimeout, limits.connectTimeout)
    }

    /// Whether a caller is turned away instead of waiting for the end of the pause: the server was silent.
    var turnsAway: Bool { silentFailures > 0 }

    /// Whether connecting has failed for so long that a caller gets one attempt only.
    func isOutage(at now: Duration) -> Bool { failures > 0 && now - failingSince >= limits.failFastAfter }
}
