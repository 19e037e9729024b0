import Adoption
import Platform
import Postgres
import SchemaMigrations
import Support
import Testing

/// A dry run does everything and takes it back: it promises only what holds.
@Suite struct DryRunTests {
    private var soon: Duration { MonotonicClock.now + .seconds(10) }

    private var impatient: MigrationLimits {
        var limits = MigrationLimits()
        limits.tableLock = .milliseconds(50)
        return limits
    }

    @Test func itChangesNothing() throws {
        let installation = try Installation(
            Installation.users,
            // The sequence lags behind.
            "insert into users (id, email, hashed_password) values (41, 'a@b.example', 'x')"
        )
        let before = try installation.state()
        let report = try installation.adopt(isDryRun: true)
        #expect(report.outcome == .possible)
        #expect(report.statements.contains { $0.hasPrefix("alter table users") })
        #expect(report.proofs.map(\.rows) == [3, 1, 0, 0])
        #expect(try installation.state() == before)
        #expect(try installation.database.texts("select to_regclass('sessions')::text") == [nil])
    }

    @Test(arguments: [true, false])
    func aTableInUseIsNotWaitedForLong(isDryRun: Bool) throws {
        let installation = try Installation()
        let writer = try installation.database.connect()
        try writer.run(script: "begin; insert into user_onboarding (user_id) values (null)", deadline: soon)
        let error = try #require(throws: MigrationError.self) {
            try installation.adopt(isDryRun: isDryRun, limits: impatient)
        }
        #expect(error.description.contains("stop the earlier product"))
        #expect(try installation.database.texts("select to_regclass('schema_migrations')::text") == [nil])
        try writer.run(script: "rollback", deadline: soon)
        #expect(try installation.adopt(isDryRun: isDryRun, limits: impatient).outcome != .blocked)
    }

    @Test func whatBlocksAtFirstSightIsSaidWithoutWaitingForAnybody() throws {
        let installation = try Installation("alter table user_onboarding add column score integer not null")
        let writer = try installation.database.connect()
        try writer.run(script: "begin; insert into users (email, hashed_password) values ('a', 'b')", deadline: soon)
        #expect(try installation.adopt(isDryRun: true, limits: impatient).outcome == .blocked)
        try writer.run(script: "rollback", deadline: soon)
    }

    @Test(arguments: [
        // A name that is needed belongs to another table.
        ("create index users_email_key_earlier on campaigns (title)", "users: The server refuses"),
        ("create table sessions (id int)", "'migrate up' would fail at 20251028090400_create_sessions.sql:4:1"),
        ("create domain users_plan as text", "'migrate up' would fail at 20261123150000_create_users_domains.sql"),
        ("create table archive (who users)", "uses its row type"),
    ])
    func whatWouldFailLaterBlocksNow(change: String, sentence: String) throws {
        let installation = try Installation(change)
        let before = try installation.state()
        for isDryRun in [true, false] {
            let report = try installation.adopt(isDryRun: isDryRun)
            #expect(report.outcome == .blocked)
            #expect(report.sentences(.blocks).contains(sentence), "\(report.sentences(.blocks))")
        }
        #expect(try installation.state() == before)
    }

    @Test func aMigrationThatCannotBeTakenBackIsNotTried() throws {
        let installation = try Installation()
        let file = "20990101000000_create_index.sql"
        let text = "-- migrate:up transaction:false\ncreate index concurrently on sessions (user_agent);\n"
        let folder = try MigrationSet(
            parsing: Installation.files() + [MigrationFile(name: file, bytes: Array(text.utf8))]
        )
        let report = try Adopter(connection: installation.database.connect()).run(of: folder, isDryRun: true)
        #expect(report.outcome == .possible)
        #expect(report.sentences(.notes).contains("schema_migrations: \(file) runs without a transaction"))
    }
}
