internal import CLibPQ

/// What went wrong between this process and PostgreSQL.
///
/// ``description`` is safe for logs: it holds the SQLSTATE, the kind and names, never a message of the server,
/// which may quote values.
public struct PostgresError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What was being done when it happened; decides whether a second attempt is safe.
    public enum Kind: Sendable, Equatable {
        /// The connection string cannot be used.
        case configuration
        /// No connection came about.
        case connecting
        /// The connection broke, or its state is unknown.
        case connectionLost
        /// The deadline passed; the statement was cancelled and the connection is unusable.
        case deadlineExceeded
        /// The server answered with an error; see ``PostgresError/sqlState``.
        case server
        /// A parameter cannot be sent: text with a NUL character.
        case invalidParameter
        /// The answer does not have the shape that the code expects.
        case unexpectedResult
    }

    /// What kind of failure this is.
    public internal(set) var kind: Kind
    /// The five characters of <https://www.postgresql.org/docs/15/errcodes-appendix.html>, when the server answered.
    public internal(set) var sqlState: String?
    /// The violated constraint, when the server named one.
    public internal(set) var constraint: String?
    /// The table and the column that the error is about, when the server named them.
    public internal(set) var table: String?, column: String?
    /// The name of the statement that failed, when one was being executed.
    public internal(set) var statement: String?
    /// Whether no byte of the statement had left this process.
    public internal(set) var nothingWasSent = false
    /// The unfiltered message of libpq or the server. It may hold values and host names: for a person's eyes only,
    /// as `onboardingctl` shows them.
    public internal(set) var privateMessage = ""

    static func configuration(_ problem: String) -> PostgresError {
        PostgresError(kind: .configuration, nothingWasSent: true, privateMessage: "The connection string \(problem).")
    }

    /// No connection came about, so nothing was sent.
    static func connecting(_ message: String, sqlState: String? = nil) -> PostgresError {
        PostgresError(kind: .connecting, sqlState: sqlState, nothingWasSent: true, privateMessage: message)
    }

    /// Safe to log: kind, SQLSTATE, and the names of what was involved.
    public var description: String {
        var text = "PostgreSQL: \(kind)"
        if let sqlState { text += ", SQLSTATE \(sqlState)" }
        for case let (name, value?) in [
            ("statement", statement), ("table", table), ("column", column), ("constraint", constraint),
        ] { text += ", \(name) \(value)" }
        return text
    }

    /// Everything, the server's own words included.
    public var debugDescription: String { "\(description): \(privateMessage)" }
}

extension Rows {
    /// The error that a failed result carries.
    func error(connectionIsLost: Bool) -> PostgresError {
        let state = field(CLibPQ_DIAG_SQLSTATE)
        let kind: PostgresError.Kind = state == nil && connectionIsLost ? .connectionLost : .server
        return PostgresError(
            kind: kind,
            sqlState: state,
            constraint: field(CLibPQ_DIAG_CONSTRAINT_NAME),
            table: field(CLibPQ_DIAG_TABLE_NAME),
            column: field(CLibPQ_DIAG_COLUMN_NAME),
            privateMessage: field(CLibPQ_DIAG_MESSAGE_PRIMARY) ?? ""
        )
    }
}

extension PostgresError {
    /// Whether the prepared statement no longer fits: its tables changed (0A000, "cached plan must not change result
    /// type") or the server has forgotten it (26000). Both are found before anything is executed.
    var meansStalePlan: Bool { sqlState == "0A000" || sqlState == "26000" }
}
