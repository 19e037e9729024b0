internal import Logging
internal import Platform
internal import Postgres

/// The application's way to PostgreSQL: one statement, one round trip, within the request's deadline.
final class Database {
    private let configuration: ConnectionConfiguration
    private var connection: Connection?

    /// The instant at which the current request gives up.
    var deadline: Duration = .zero

    /// A database that is connected to when the first statement comes.
    init(_ configuration: ConnectionConfiguration) {
        self.configuration = configuration
    }

    /// What running a statement twice would mean.
    enum Effect {
        /// It changes nothing.
        case readOnly
        /// Twice is the same as once.
        case idempotentWrite
        /// Twice is not the same as once.
        case write
    }

    /// Runs a statement.
    /// - Throws: `PostgresError`.
    func run(_ statement: Statement, _ parameters: [Parameter], _ effect: Effect) throws -> Rows {
        let connection = try self.connection ?? Connection.open(configuration, deadline: deadline)
        self.connection = nil
        defer { if connection.isReusable { self.connection = connection } }
        return try connection.execute(statement, parameters, deadline: deadline)
    }
}
