/// What to do after a failed attempt.
public enum RetryDecision: Sendable, Hashable {
    /// Try again at once, on another connection when this one is in doubt.
    case retryNow
    /// Try again after a pause that grows and has jitter.
    case retryAfterBackOff
    /// Close every connection, then try again on a new one.
    case evictAndRetry
    /// Do not try again: hand the error to the caller.
    case fail
}

/// The one place that says when a failed attempt may be repeated.
///
/// | failure                                   | connecting | nothing sent | sent: read-only, idempotent | sent: write |
/// |-------------------------------------------|------------|--------------|-----------------------------|-------------|
/// | connectFailed                             | back off   | back off     | fail                        | fail        |
/// | startingUp, tooManyConnections            | back off   | back off     | back off                    | back off    |
/// | sendNotStarted                            | now        | now          | now                         | now         |
/// | adminShutdown, connectionLost             | back off   | now          | now                         | **fail**    |
/// | late                                      | now        | now          | now                         | now         |
/// | serializationFailure                      | now        | now          | now                         | now         |
/// | deadlock                                  | back off   | back off     | back off                    | back off    |
/// | readOnly                                  | back off   | evict        | evict                       | evict       |
/// | businessConflict, cancelled, other        | fail       | fail         | fail                        | fail        |
///
/// Why: before the first byte left, nothing can have happened. With 40001, 40P01, 57P03, 53300, 25006 and a late
/// statement the server itself says that nothing has. When the connection ends after bytes left, nobody can say whether
/// the statement was committed, so only one that may run twice is repeated. After a deadlock the other side needs a moment
/// to take the lock that this one has let go: whoever comes back at once may be faster and stand in the same deadlock
/// again.
public enum RetryRule {
    /// Looks the decision up.
    public static func decision(_ kind: FailureKind, _ phase: Phase, _ effect: StatementEffect) -> RetryDecision {
        switch (kind, phase) {
        case (.businessConflict, _), (.cancelled, _), (.other, _): .fail
        case (.startingUp, _), (.tooManyConnections, _): .retryAfterBackOff
        case (.sendNotStarted, _), (.serializationFailure, _), (.late, _): .retryNow
        case (.deadlock, _): .retryAfterBackOff
        case (.connectFailed, .sent): .fail
        case (.connectFailed, _): .retryAfterBackOff
        case (.readOnly, .connecting): .retryAfterBackOff
        case (.readOnly, _): .evictAndRetry
        case (.adminShutdown, .connecting), (.connectionLost, .connecting): .retryAfterBackOff
        case (.adminShutdown, .nothingSent), (.connectionLost, .nothingSent): .retryNow
        case (.adminShutdown, .sent), (.connectionLost, .sent): effect == .write ? .fail : .retryNow
        }
    }
}

/// What went wrong with a connection or a statement, in the words of the retry rule.
///
/// The names in brackets are SQLSTATEs, see <https://www.postgresql.org/docs/15/errcodes-appendix.html>; this module
/// itself knows none of them, a ``ConnectionFactory`` does.
public enum FailureKind: Sendable, Hashable, CaseIterable {
    /// No connection came about: refused, unreachable, timed out.
    case connectFailed
    /// The connection was found dead before the first byte of the statement left this process.
    case sendNotStarted
    /// The server rolled the transaction back because of a concurrent one (40001).
    case serializationFailure
    /// The server rolled the transaction back to end a deadlock (40P01).
    case deadlock
    /// The server ended the session on purpose or after a crash of a sibling (57P01, 57P02).
    case adminShutdown
    /// The connection broke while a statement was under way (08006, or the end of the stream).
    case connectionLost
    /// The server is starting up, shutting down or in recovery (57P03).
    case startingUp
    /// The server takes no more connections (53300).
    case tooManyConnections
    /// The server takes no writes: it was demoted, or another was promoted (25006).
    case readOnly
    /// The server refused to begin because its clock had passed the statement's deadline. While the deadline is ahead here,
    /// the clock was set since the connection was opened.
    case late
    /// The statement was refused for what it says, for example a duplicate key (23505): an answer, not a fault.
    case businessConflict
    /// The statement was cancelled or its deadline passed (57014).
    case cancelled
    /// Anything else.
    case other
}

/// How far an attempt had come when it failed.
public enum Phase: Sendable, Hashable, CaseIterable {
    /// The connection was being opened.
    case connecting
    /// The connection stood, and no byte of the statement had left this process.
    case nothingSent
    /// Bytes had left. A statement outside a transaction counts as one whose COMMIT was sent.
    case sent
}

/// What a statement does to the database, as far as a second execution is concerned.
public enum StatementEffect: Sendable, Hashable, CaseIterable {
    /// Changes nothing.
    case readOnly
    /// Changes something, and twice is the same as once: sets absolute values, deletes.
    case idempotentWrite
    /// Changes something, and twice is not the same as once.
    case write
}

/// A failed attempt as a ``ConnectionFactory`` describes it.
public struct Failure: Sendable, Hashable {
    /// What went wrong.
    public let kind: FailureKind
    /// How far the attempt had come.
    public let phase: Phase
    /// Whether the connection is known to be good after this error. When false, the default, it is closed.
    public let leavesConnectionClean: Bool

    /// Describes a failed attempt.
    public init(_ kind: FailureKind, _ phase: Phase, leavesConnectionClean: Bool = false) {
        self.kind = kind
        self.phase = phase
        self.leavesConnectionClean = leavesConnectionClean
    }
}

/// How often one call of `withConnection` has been tried, and what it may still do.
@usableFromInline
struct Attempts {
    let effect: StatementEffect?
    var repetitions = 0
    var backOff: RetryBackOff

    @usableFromInline
    init(_ effect: StatementEffect?, _ limits: PoolLimits) {
        self.effect = effect
        backOff = RetryBackOff(limits)
    }
}

extension ConnectionPool {
    /// Whether to run the closure again, after the pause that the rule asks for.
    @usableFromInline
    func prepareRepetition(_ attempts: inout Attempts, after failure: Failure, deadline: Duration) -> Bool {
        guard let effect = attempts.effect, attempts.repetitions < limits.maximumRetries else { return false }
        switch RetryRule.decision(failure.kind, failure.phase, effect) {
        case .fail: return false
        case .retryNow, .evictAndRetry: guard environment.now() < deadline else { return false }
        case .retryAfterBackOff:
            attempts.backOff.failed(at: environment.now(), random: environment.random())
            guard attempts.backOff.nextAttempt < deadline else { return false }
            wait(until: attempts.backOff.nextAttempt)
        }
        attempts.repetitions += 1
        state.statistics.retries += 1
        return true
    }
}
