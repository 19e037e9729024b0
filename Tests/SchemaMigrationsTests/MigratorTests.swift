import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import SchemaMigrations

/// Applying and undoing against a real PostgreSQL.
@Suite struct MigratorTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
    }

    private func migrator(_ change: (inout MigrationLimits) -> Void = { _ in }) throws -> Migrator {
        var limits = MigrationLimits()
        change(&limits)
        return Migrator(connection: try database.connect(), limits: limits)
    }

    private func tables() throws -> [String?] {
        try database.texts("select tablename from pg_tables where schemaname = 'public' order by 1")
    }

    private let two = [
        file("20250101000000_create_a.sql", up: "create table a ();", down: "drop table a;"),
        file("20250102000000_create_b.sql", up: "create table b ();", down: "drop table b;"),
    ]

    @Test func upAppliesEverythingOnceAndDownUndoesTheNewest() throws {
        let folder = try MigrationSet(parsing: two)
        #expect(try migrator().run(.up, of: folder).count == 2)
        #expect(try tables() == ["a", "b", "schema_migrations"])
        #expect(try migrator().run(.up, of: folder).isEmpty)
        #expect(try migrator().run(.down(steps: 1), of: folder).map(\.migration.file.name) == ["create_b"])
        #expect(try tables() == ["a", "schema_migrations"])
        #expect(try migrator().status(of: folder).map(\.state) == [.applied, .pending])
    }

    @Test func theLedgerHoldsVersionNameChecksumAndTime() throws {
        let folder = try MigrationSet(parsing: two)
        try migrator().run(.up, of: folder)
        let rows = try database.texts(
            """
            select version || ' ' || name || ' ' || checksum || ' ' || (applied_at > now() - interval '1 minute')
              from schema_migrations order by version
            """
        )
        #expect(rows == folder.migrations.map { "\($0.version) \($0.file.name) \($0.checksum) true" })
    }

    @Test func aFailingStatementRollsItsMigrationBackAndNamesItsPlace() throws {
        let folder = try MigrationSet(parsing: [
            two[0], file("20250102000000_create_c.sql", up: "create table c ();\n  insert into nowhere values (1);"),
            file("20250103000000_create_d.sql", up: "create table d ();"),
        ])
        let error = try #require(throws: MigrationError.self) { try migrator().run(.up, of: folder) }
        guard case .statementFailed(let failure) = error else { throw error }
        #expect(failure.file == "20250102000000_create_c.sql")
        #expect(failure.position == SourcePosition(line: 3, column: 3))
        #expect(failure.cause.sqlState == "42P01")
        #expect(failure.outcome == .rolledBack)
        #expect(try tables() == ["a", "schema_migrations"])
        #expect(try migrator().status(of: folder).map(\.state) == [.applied, .pending, .pending])
    }

    @Test func aSectionWithoutTransactionRunsEachStatementByItself() throws {
        let text = "-- migrate:up transaction:false\ncreate table a (b int);\ncreate index concurrently on a (b);\n"
        let folder = try MigrationSet(parsing: [
            MigrationFile(name: "20250101000000_create_a.sql", bytes: Array(text.utf8))
        ])
        try migrator().run(.up, of: folder)
        #expect(try migrator().status(of: folder).map(\.state) == [.applied])
        let reasons = try #require(throws: MigrationError.self) { try migrator().run(.down(steps: 1), of: folder) }
        #expect(reasons.description.contains("cannot be undone"))
    }

    @Test func aFailureWithoutTransactionSaysThatSomethingRemains() throws {
        let text = "-- migrate:up transaction:false\ncreate table a ();\ncreate table a ();\n"
        let folder = try MigrationSet(parsing: [
            MigrationFile(name: "20250101000000_create_a.sql", bytes: Array(text.utf8))
        ])
        let error = try #require(throws: MigrationError.self) { try migrator().run(.up, of: folder) }
        guard case .statementFailed(let failure) = error else { throw error }
        #expect(failure.outcome == .partlyApplied)
        #expect(try tables() == ["a", "schema_migrations"])
        #expect(try migrator().status(of: folder).map(\.state) == [.pending])
    }

    @Test func aChangedFileStopsTheRunBeforeAnythingHappens() throws {
        try migrator().run(.up, of: MigrationSet(parsing: [two[0]]))
        let changed = try MigrationSet(parsing: [file("20250101000000_create_a.sql", up: "create table z ();"), two[1]])
        let error = try #require(throws: MigrationError.self) { try migrator().run(.up, of: changed) }
        #expect(error.code == "refused")
        #expect(try tables() == ["a", "schema_migrations"])
    }

    @Test func planningAndStatusChangeNothing() throws {
        let folder = try MigrationSet(parsing: two)
        #expect(try migrator().plan(.up, of: folder).count == 2)
        #expect(try migrator().status(of: folder).map(\.state) == [.pending, .pending])
        #expect(try tables().isEmpty)
    }

    @Test func twoRunsAtOnceBothSucceedAndApplyOnce() async throws {
        let folder = try MigrationSet(parsing: [
            file("20250101000000_create_a.sql", up: "create table a (); select pg_sleep(0.2);"),
            file("20250102000000_add_index.sql", up: "create table b ();"),
        ])
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try migrator().run(.up, of: folder).count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == [0, 0, 0, 2])
        #expect(try database.texts("select count(*)::text from schema_migrations") == ["2"])
    }

    @Test func aWaitingRunDoesNotHoldUpAnIndexThatIsBuiltConcurrently() async throws {
        let text = """
            -- migrate:up transaction:false
            create table a (b int);
            select pg_sleep(0.3);
            create index concurrently on a (b);
            """
        let folder = try MigrationSet(parsing: [
            MigrationFile(name: "20250101000000_create_a.sql", bytes: Array(text.utf8))
        ])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try migrator().run(.up, of: folder) } }
            try await group.waitForAll()
        }
        #expect(try migrator().status(of: folder).map(\.state) == [.applied])
    }

    @Test func aRunGivesUpWhenAnotherOneHoldsTheLockTooLong() throws {
        let folder = try MigrationSet(parsing: two)
        let other = try database.connect()
        // The key is part of the contract between releases.
        try other.run(
            script: "select pg_advisory_lock(\(0x6176_616D_6967_7261 as Int64))",
            deadline: MonotonicClock.now + .seconds(5)
        )
        var waited = 0
        let error = try #require(throws: MigrationError.self) {
            try migrator { $0.otherRun = .milliseconds(250) }.run(.up, of: folder) { event in
                if case .waitingForAnotherRun = event { waited += 1 }
            }
        }
        #expect(error.code == "locked_by_another_run")
        #expect(waited == 1)
        #expect(try tables().isEmpty)
        withExtendedLifetime(other) {}
    }

    @Test func theLockIsGivenBackAfterAFailure() throws {
        let bad = try MigrationSet(parsing: [file("20250101000000_create_a.sql", up: "select nothing;")])
        let first = try migrator()
        #expect(throws: MigrationError.self) { try first.run(.up, of: bad) }
        #expect(try migrator { $0.otherRun = .zero }.run(.up, of: MigrationSet(parsing: two)).count == 2)
    }

    @Test func aMigrationDoesNotWaitLongForATableInUse() throws {
        try database.run("create table a ()")
        let reader = try database.connect()
        try reader.run(script: "begin; select from a", deadline: MonotonicClock.now + .seconds(5))
        let folder = try MigrationSet(parsing: [
            file("20250101000000_add_column.sql", up: "alter table a add column b int;")
        ])
        let error = try #require(throws: MigrationError.self) {
            try migrator { $0.tableLock = .milliseconds(50) }.run(.up, of: folder)
        }
        #expect(error.description.contains("run again at a quieter moment"))
        #expect(error.description.contains("rolled back"))
        try reader.run(script: "commit", deadline: MonotonicClock.now + .seconds(5))
        #expect(try migrator().run(.up, of: folder).count == 1)
    }

    @Test func whatOneMigrationSetsForTheSessionDoesNotReachTheNext() throws {
        let folder = try MigrationSet(parsing: [
            file("20250101000000_set_path.sql", up: "create schema other; set search_path = other;"),
            file("20250102000000_create_b.sql", up: "create table b ();"),
        ])
        try migrator().run(.up, of: folder)
        #expect(try tables() == ["b", "schema_migrations"])
    }
}
