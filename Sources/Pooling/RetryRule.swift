/// What to do after a failed attempt.
public enum RetryDecision: Sendable, Hashable {
    /// Try again at once, on another connection when this one is in doubt.
    case retryNow
    /// Try again after a pause that grows and has jitter.
    case retryAfterBackOff
    /// Close every connection to that server, then try again on a new one.
    case evictAndRetry
    /// Do not try again: hand the error to the caller.
    case fail
}

/// Whether the caller lets a failed attempt be repeated, and what for.
///
/// The permission covers everything that the closure does. A closure with several statements may only have the
/// permission of its most dangerous one.
public enum RetryPermission: Sendable, Hashable {
    /// Run the closure at most once. Opening the connection is still repeated: nothing was sent by then.
    case never
    /// Repeat as ``RetryRule`` allows for a closure with this effect.
    case allowed(StatementEffect)
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
/// statement the server itself says that nothing has. When the connection ends after bytes left, nobody can say whether the statement was
/// committed, so only one that may run twice is repeated. After a deadlock the other side needs a moment to take the lock
/// that this one has let go: whoever comes back at once may be faster and stand in the same deadlock again.
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
