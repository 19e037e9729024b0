/// How often one call of `withConnection` has been tried, and what it may still do.
@usableFromInline
struct Attempts {
    let permission: RetryPermission
    var repetitions = 0
    var backOff: BackOff?

    @usableFromInline
    init(_ permission: RetryPermission) {
        self.permission = permission
    }
}

extension ConnectionPool {
    /// Whether to run the closure again, after the pause that the rule asks for.
    @usableFromInline
    func prepareRepetition(_ attempts: inout Attempts, after failure: Failure, deadline: Duration) -> Bool {
        guard case .allowed(let effect) = attempts.permission, attempts.repetitions < limits.maximumRetries else {
            return false
        }
        switch RetryRule.decision(failure.kind, failure.phase, effect) {
        case .fail: return false
        case .retryNow, .evictAndRetry: guard environment.now() < deadline else { return false }
        case .retryAfterBackOff:
            var backOff = attempts.backOff ?? BackOff(limits)
            backOff.failed(at: environment.now(), random: environment.random())
            attempts.backOff = backOff
            guard backOff.nextAttempt < deadline else { return false }
            wait(until: backOff.nextAttempt)
        }
        attempts.repetitions += 1
        state.statistics.retries += 1
        return true
    }
}
