public import Postgres

/// Why a run stopped.
///
/// Descriptions are for the person who ran the command: they hold the server's own words.
public enum MigrationError: Error, Sendable, CustomStringConvertible {
    /// Nothing was done: each sentence is a reason.
    case refused([String])
    /// Another run held the lock for longer than this one was ready to wait. Nothing was done.
    case lockedByAnotherRun
    /// A statement of a file failed; later files were not begun.
    case statementFailed(MigrationFailure)
    /// What the tool does around the files failed: no connection, missing rights.
    case database(PostgresError)

    /// The stable code.
    public var code: String {
        switch self {
        case .refused: "refused"
        case .lockedByAnotherRun: "locked_by_another_run"
        case .statementFailed: "statement_failed"
        case .database: "database"
        }
    }

    /// Sentences that say what happened and what that leaves behind.
    public var description: String {
        switch self {
        case .refused(let reasons): reasons.joined(separator: "\n")
        case .lockedByAnotherRun: "Another migration run is under way. Nothing was changed."
        case .statementFailed(let failure): failure.description
        case .database(let error): error.debugDescription
        }
    }
}
