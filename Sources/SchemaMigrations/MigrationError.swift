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

/// The statement that failed, and what that leaves behind.
public struct MigrationFailure: Sendable, CustomStringConvertible {
    /// What became of the migration.
    public enum Outcome: String, Sendable {
        /// The database is as it was before this migration.
        case rolledBack = "The migration was rolled back."
        /// Earlier statements of a `transaction:false` section have taken effect.
        case partlyApplied =
            "It runs without a transaction: what its earlier statements did remains. Repair by hand, then run again."
        /// The connection broke; the server may still have finished.
        case unknown = "The connection broke and the outcome is unknown: look with 'migrate status'."
    }

    /// The file of the statement.
    public let file: String
    /// Where the statement begins.
    public let position: SourcePosition
    /// What became of the migration.
    public let outcome: Outcome
    /// What the server said.
    public let cause: PostgresError

    /// `file:line:column: message`, and what to do next.
    public var description: String {
        let hint =
            switch cause.sqlState {
            case "55P03": " A table was in use for too long; run again at a quieter moment."
            case "42P07": " If the tables are those of the earlier product, run 'onboardingctl migrate adopt' first."
            default: ""
            }
        return "\(file):\(position.line):\(position.column): \(cause.debugDescription).\(hint) \(outcome.rawValue)"
    }
}
