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
    public let kind: Kind
    /// The five characters of <https://www.postgresql.org/docs/15/errcodes-appendix.html>, when the server answered.
    public let sqlState: String?
    /// The violated constraint, when the server named one.
    public let constraint: String?
    /// The table and the column that the error is about, when the server named them.
    public let table: String?, column: String?
    /// The name of the statement that failed, when one was being executed.
    public internal(set) var statement: String?
    /// Whether no byte of the statement had left this process.
    public let nothingWasSent: Bool
    /// The unfiltered message of libpq or the server. It may hold values and host names: for a person's eyes only,
    /// as `onboardingctl` shows them.
    public let privateMessage: String

    init(
        _ kind: Kind,
        sqlState: String? = nil,
        constraint: String? = nil,
        table: String? = nil,
        column: String? = nil,
        nothingWasSent: Bool = false,
        privateMessage: String = ""
    ) {
        self.kind = kind
        self.sqlState = sqlState
        self.constraint = constraint
        self.table = table
        self.column = column
        self.nothingWasSent = nothingWasSent
        self.privateMessage = privateMessage
    }

    init(configuration problem: String) {
        self.init(.configuration, nothingWasSent: true, privateMessage: "The connection string \(problem).")
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
