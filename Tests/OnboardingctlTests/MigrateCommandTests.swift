import Foundation
import Support
import SchemaMigrations
import Testing

@testable import onboardingctl

@Suite struct MigrateCommandTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
    }

    private func migrate(_ verb: String, _ flags: String...) -> CommandRun {
        CommandRun.migrate(database, verb, flags)
    }

    @Test func upAppliesEachFileAndSaysSo() throws {
        let run = migrate("up")
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n")
        #expect(try lines.count == RepositoryMigrations.files().count)
        #expect(lines.allSatisfy { $0.hasPrefix("applied  ") })
        #expect(run.output.contains("_ffacb20841b4_create_twilio_credentials.sql"))
        #expect(run.notes.isEmpty)
        #expect(migrate("up").output == "Nothing to do.\n")
        #expect(try database.texts("select count(*)::text from users", as: "app") == ["0"])
    }

    @Test func aDryRunPrintsTheStatementsAndChangesNothing() throws {
        let run = migrate("up", "--dry-run")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("create table users ("))
        #expect(!run.output.contains("drop table"))
        #expect(try database.texts("select tablename from pg_tables where schemaname = 'public'").isEmpty)
    }

    @Test func downUndoesAsManyAsAsked() throws {
        _ = migrate("up")
        #expect(migrate("down").output == "undone   20261127231000_drop_login_attempts_blocked_until.sql\n")
        #expect(migrate("down", "--steps", "5").output.split(separator: "\n").count == 5)
        #expect(try database.texts("select to_regclass('login_attempts')::text") == [nil])
        #expect(try database.texts("select to_regclass('refresh_tokens')::text") == ["refresh_tokens"])
        #expect(try database.texts("select to_regclass('assistants')::text") == [nil])
    }

    @Test func statusListsFolderAndDatabase() throws {
        let count = try RepositoryMigrations.files().count
        let before = migrate("status").output.split(separator: "\n")
        #expect(before.count { $0.hasPrefix("pending  ") } == count && before.count == count)
        _ = migrate("up")
        let run = migrate("status")
        #expect(run.exitCode == 0)
        let after = run.output.split(separator: "\n")
        #expect(after.count { $0.hasPrefix("applied  ") && $0.hasSuffix("Z") } == count && after.count == count)
        try database.run("update schema_migrations set checksum = 'x' where name = 'create_users'")
        let changed = migrate("status")
        #expect(changed.exitCode == 1)
        #expect(changed.output.contains("changed  20251028090000_create_users.sql"))
        #expect(changed.notes.contains("has changed since it was applied"))
        #expect(migrate("up").exitCode == 1)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let run = CommandRun(["migrate", "up", "--migrations", "/nowhere"], environment: database.environment)
        #expect(run.exitCode == 1)
        #expect(
            run.notes == "onboardingctl: The folder '/nowhere' cannot be read. Name the right one with --migrations.\n"
        )
    }

    @Test func aDatabaseThatIsNotThereFailsWithoutShowingThePassword() {
        let url = "postgresql://owner:hidden-word@127.0.0.1:1/none"
        let run = CommandRun(
            ["migrate", "--migrations", CommandRun.migrations],
            environment: ["DATABASE_OWNER_URL": url]
        )
        #expect(run.exitCode == 1)
        #expect(run.notes.hasPrefix("onboardingctl: The database cannot be reached: "))
        #expect(!run.notes.contains("hidden-word"))
    }

    @Test func newWritesAFileThatTheParserKnows() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path
        let run = CommandRun(["migrate", "new", "add_phone_index", "--migrations", path])
        #expect(run.exitCode == 0)
        let file = URL(filePath: run.output.trimmingCharacters(in: .newlines))
        #expect(MigrationFileName(parsing: file.lastPathComponent)?.name == "add_phone_index")
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("-- migrate:up\n"))
        let bad = CommandRun(["migrate", "new", "Phone Index", "--migrations", path])
        #expect(bad.exitCode == 1)
        #expect(bad.notes.contains("add_phone_index"))
    }
}
