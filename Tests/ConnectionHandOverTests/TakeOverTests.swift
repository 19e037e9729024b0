import Platform
import Support
import SystemPackage
import Testing

@testable import Postgres

/// A connection is taken apart and put together again, as it happens between two processes.
@Suite struct TakeOverTests {
    private static let count = Statement(
        "count_visits",
        "select pg_backend_pid(), count(*), (select count(*) from pg_prepared_statements) from visits where name = $1"
    )

    private var soon: Duration { MonotonicClock.now + .seconds(10) }

    private func takenOver(_ connection: Connection) throws -> Connection {
        let idle = try #require(connection.idle)
        let socket = try connection.descriptor.duplicate()
        connection.abandon()
        let copy = try #require(IdleConnection(fields: idle.fields[...]))
        #expect(copy == idle)
        return try Connection(takingOver: copy, on: socket)
    }

    @Test func theSessionGoesOnWithWhatIsPreparedAndTemporaryInIt() throws {
        let first = try TestDatabase().connect()
        try first.run(
            script: "create temp table visits (name text); insert into visits values ('שלום')",
            deadline: soon
        )
        let before = try #require(try first.execute(Self.count, [.text("שלום")], deadline: soon).first)
        let second = try takenOver(first)
        #expect(second.isReusable)
        #expect(second.serverClock == first.serverClock)
        let after = try #require(try second.execute(Self.count, [.text("שלום")], deadline: soon).first)
        for column in 0..<3 { #expect(try before.integer(column) == after.integer(column)) }
        let third = try takenOver(second)
        let last = try #require(try third.execute(Self.count, [.text("x")], deadline: soon).first)
        #expect(try last.integer(0) == before.integer(0) && last.integer(1) == 0 && last.integer(2) == 1)
        #expect(third.serverProcess != nil && third.close(), "the server has let go of it")
    }

    @Test func whoAbandonsAConnectionDoesNotEndItForTheOther() throws {
        let database = try TestDatabase()
        let first = try database.connect()
        let idle = try #require(first.idle)
        let second = try Connection(takingOver: idle, on: first.descriptor.duplicate())
        first.abandon()
        #expect(!second.hasUnexpectedInput)
        #expect(try second.run(script: "select 1", deadline: soon)?.count == 1)
    }

    @Test func aConnectionInsideATransactionStaysWhereItIs() throws {
        let connection = try TestDatabase().connect()
        try connection.run(script: "begin", deadline: soon)
        #expect(connection.idle == nil)
        try connection.run(script: "rollback", deadline: soon)
        #expect(connection.idle != nil)
    }

    @Test func theEndOfTheServersProcessIsSeenByWhoGoesOn() throws {
        let database = try TestDatabase()
        let first = try database.connect()
        let process = try #require(
            try first.execute(Statement("", "select pg_backend_pid()"), [], deadline: soon).first
        )
        .integer(0)
        let second = try takenOver(first)
        try database.run("select pg_terminate_backend(\(#require(process)))", as: "postgres")
        #expect(eventually { second.hasUnexpectedInput })
        let error = #expect(throws: PostgresError.self) { try second.run(script: "select 1", deadline: soon) }
        #expect(error?.sqlState == "57P01" || error?.kind == .connectionLost)
        #expect(!second.isReusable)
    }

    @Test func aDeadlinePassesWithoutACancellation() throws {
        let connection = try takenOver(TestDatabase().connect())
        let error = #expect(throws: PostgresError.self) {
            try connection.run(script: "select pg_sleep(30)", deadline: MonotonicClock.now + .milliseconds(50))
        }
        #expect(error?.kind == .deadlineExceeded)
        #expect(!connection.isReusable)
    }

    @Test(arguments: [
        [], ["0"], ["0", "0"], ["x", "0", "1", "0"], ["0", "x", "1", "0"], ["0", "0", "1", "-1"],
        ["0", "0", "1", "9223372036854775807", "a", "b"], ["0", "0", "1", "3", "a", "b", "c"],
        ["0", "0", "1", "2", "a"],
    ])
    func otherFieldsAreNoConnection(fields: [String]) {
        #expect(IdleConnection(fields: fields[...]) == nil)
    }
}
