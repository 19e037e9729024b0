internal import Platform
internal import Pooling
internal import Postgres

/// Opens, judges and ends PostgreSQL connections for the pool.
struct DatabaseConnections: ConnectionFactory {
    let configuration: ConnectionConfiguration
    /// Off behind a pooler that gives each statement another server.
    let preparesStatements: Bool

    func open(deadline: Duration) throws -> Connection {
        try Connection.open(configuration, deadline: deadline, preparedStatements: preparesStatements)
    }

    func isHealthy(_ connection: Connection, deadline: Duration) -> Bool {
        connection.isReusable && !connection.hasUnexpectedInput
    }

    func isReusable(_ connection: Connection) -> Bool { connection.isReusable }

    func close(_ connection: Connection) -> Bool { connection.close() }

    func backend(of connection: Connection) -> UInt64 { connection.serverProcess?.packed ?? 0 }

    func classify(_ error: any Error) -> Failure {
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
