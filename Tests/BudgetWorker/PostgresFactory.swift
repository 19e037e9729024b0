import Platform
import Pooling
import Postgres

/// Connections to a PostgreSQL, which counts them itself.
struct PostgresFactory: WorkerFactory {
    private let configuration: ConnectionConfiguration

    init(url: String) throws {
        configuration = try ConnectionConfiguration(url: url, applicationName: "budget-worker")
    }

    func open(deadline: Duration) throws -> Connection { try Connection.open(configuration, deadline: deadline) }

    func isHealthy(_ connection: Connection, deadline: Duration) -> Bool {
        connection.isReusable && !connection.hasUnexpectedInput
    }

    func isReusable(_ connection: Connection) -> Bool { connection.isReusable }

    func close(_ connection: Connection) -> Bool { connection.close() }

    func backend(of connection: Connection) -> UInt64 { connection.serverProcess?.packed ?? 0 }

    func classify(_ error: any Error) -> Failure { Failure(.other, .sent) }

    func use(_ connection: Connection, for time: Duration, deadline: Duration) throws {
        let seconds = Double(time.wholeNanoseconds) / 1e9
        try connection.run(script: "select pg_sleep(\(seconds))", deadline: deadline)
    }
}
