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
