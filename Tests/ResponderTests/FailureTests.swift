import HTTPRouting
import Pooling
import Postgres
import Support
import Testing

@testable import Responder

/// What errors of PostgreSQL mean for a worker.
@Suite struct FailureTests {
    /// A forgotten parameter is a mistake in the program: another try makes it again.
    @Test func aBrokenProtocolIsNoLostConnection() throws {
        let database = try TestDatabase()
        let configuration = try ConnectionConfiguration(url: database.applicationURL, applicationName: "tests")
        let connections = DatabaseConnections(configuration: configuration)
        let connection = try connections.open(deadline: .seconds(1_000_000_000))
        let error = #expect(throws: PostgresError.self) {
            try connection.execute(
                Statement("two", "select $1::text, $2::text"),
                [.text("one")],
                deadline: .seconds(1_000_000_000)
            )
        }
        let failure = try #require(error)
        #expect(failure.sqlState == "08P01")
        #expect(connections.classify(failure).kind == .other)
        #expect(!failure.isPassing)
    }

    /// A worker that warms up has such a deadline, and must not connect.
    @Test func afterTheDeadlineTheDatabaseIsNotAsked() throws {
        let configuration = try ConnectionConfiguration(url: "postgresql://nowhere.invalid/x", applicationName: "tests")
        let database = try Database(DatabaseConnections(configuration: configuration), budget: nil)
        let problem = #expect(throws: Problem.self) {
            _ = try database.run(Statement("one", "select 1"), [:], .readOnly, deadline: .zero)
        }
        #expect(problem?.code == "unavailable")
        #expect(database.statistics.opened == 0)
    }
}
