/// A migration file that cannot be used, and where.
public struct MigrationSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong. The raw value is the stable code.
    public enum Code: String, Sendable {
        /// The name is not `YYYYMMDDhhmmss_verb_noun.sql`.
        case badFileName = "bad_file_name"
        /// Two files carry the same version.
        case duplicateVersion = "duplicate_version"
        /// The file is not UTF-8 text, or holds a NUL.
        case badText = "bad_text"
        /// A `-- migrate:` line that is neither up nor down, or carries an unknown option.
        case badDirective = "bad_directive"
        /// A second `-- migrate:up` or `-- migrate:down`, or down before up.
        case misplacedDirective = "misplaced_directive"
        /// A statement before `-- migrate:up`.
        case statementOutsideSection = "statement_outside_section"
        /// No `-- migrate:up`.
        case missingUp = "missing_up"
        /// A section without a statement.
        case emptySection = "empty_section"
        /// A quote, comment or bracket that does not end, or a statement without its semicolon.
        case unterminated
        /// `begin`, `commit` and their like.
        case transactionControl = "transaction_control"
    }

    /// The file's name.
    public let file: String
    /// Where in the file.
    public let position: SourcePosition
    /// The stable code.
    public let code: Code
    /// A sentence for the one who wrote the file.
    public let message: String

    /// `file:line:column: message`, which editors can follow.
    public var description: String { "\(file):\(position.line):\(position.column): \(message)" }
}
