public import Postgres

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
