internal import Platform
public import Pooling
public import Postgres

/// Opens, judges and ends PostgreSQL connections for the pool.
public struct DatabaseConnections: ConnectionFactory {
    let configuration: ConnectionConfiguration
    /// Off behind a pooler that gives each statement another server.
    let preparesStatements: Bool

    /// Connections as `configuration` says.
    /// - Parameter preparesStatements: off behind a pooler that gives each statement another server.
    public init(configuration: ConnectionConfiguration, preparesStatements: Bool = true) {
        self.configuration = configuration
        self.preparesStatements = preparesStatements
    }

    /// Opens a connection.
    public func open(deadline: Duration) throws -> Connection {
        try Connection.open(configuration, deadline: deadline, preparedStatements: preparesStatements)
    }

    /// Whether the server has said nothing while the connection idled.
    public func isHealthy(_ connection: Connection, deadline: Duration) -> Bool {
        connection.isReusable && !connection.hasUnexpectedInput
    }

    /// Whether the connection stands between statements and outside a transaction.
    public func isReusable(_ connection: Connection) -> Bool { connection.isReusable }

    /// Ends a connection.
    public func close(_ connection: Connection) -> Bool { connection.close() }

    /// The server's process, packed; 0 when it is not known.
    public func backend(of connection: Connection) -> UInt64 { connection.serverProcess?.packed ?? 0 }

    /// Says what an error means, in the words of the retry rule.
    public func classify(_ error: any Error) -> Failure {
        guard let error = error as? PostgresError else { return Failure(.other, .sent, leavesConnectionClean: true) }
        let phase: Phase = error.kind == .connecting ? .connecting : error.nothingWasSent ? .nothingSent : .sent
        switch error.kind {
        case .configuration, .unexpectedResult: return Failure(.other, phase)
        case .invalidParameter: return Failure(.other, .nothingSent, leavesConnectionClean: true)
        case .connecting: return Failure(kind(ofState: error.sqlState) ?? .connectFailed, phase)
        case .connectionLost: return Failure(error.nothingWasSent ? .sendNotStarted : .connectionLost, phase)
        case .deadlineExceeded: return Failure(.cancelled, phase)
        case .server:
            let kind = kind(ofState: error.sqlState) ?? .other
            return Failure(kind, phase, leavesConnectionClean: ![.adminShutdown, .readOnly, .late].contains(kind))
        }
    }

    /// See <https://www.postgresql.org/docs/15/errcodes-appendix.html>.
    private func kind(ofState state: String?) -> FailureKind? {
        switch state {
        case "40001": .serializationFailure
        case "40P01": .deadlock
        case "57P01", "57P02": .adminShutdown
        case "57P03": .startingUp
        case "53300": .tooManyConnections
        case "25006": .readOnly
        case "57014": .cancelled
        case WriteDeadline.sqlState: .late
        case .some(let state) where state.hasPrefix("08"): .connectionLost
        case .some(let state) where state.hasPrefix("23"): .businessConflict
        default: nil
        }
    }
}

extension PostgresError {
    /// Whether the same request may succeed a moment later: the database is away, busy, read-only or out of something.
    var isPassing: Bool {
        switch kind {
        case .connecting, .connectionLost, .deadlineExceeded: return true
        case .configuration, .invalidParameter, .unexpectedResult: return false
        case .server: break
        }
        guard let sqlState else { return false }
        let passingStates = [WriteDeadline.sqlState, "25006", "40001", "40P01", "55P03", "57014"]
        let passingClasses = ["08", "53", "57", "58"]
        return passingStates.contains(sqlState) || passingClasses.contains { sqlState.hasPrefix($0) }
    }
}
