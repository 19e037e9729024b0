import Support
import Testing

@testable import onboardingctl

@Suite struct AdoptCommandTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
    }

    private func migrate(_ verb: String, _ flags: String...) -> CommandRun {
        CommandRun.migrate(database, verb, flags)
    }

    @Test func adoptTellsWhatItFindsAndDoesAndUpDoesTheRest() throws {
        try database.run(EarlierProduct.tables)
        try database.run("insert into users (email, hashed_password, persona) values ('ava@example.org', 'x', 'boss')")
        let run = migrate("adopt")
        #expect(run.exitCode == 0, "\(run.notes)")
        #expect(run.notes.isEmpty)
        for line in [
            "users\n", "  notes    persona breaks users_persona_check, rows: 1",
            "\n           select id, persona from users",
            "  changes  created_at turns from timestamp without time zone into timestamp with time zone",
            "  fits     As needed: PRIMARY KEY (id).", "unchanged  users, rows: 1, checksum before and after: ",
            "recorded   20251028090300_c256afd5baca_create_user_onboarding.sql\n",
            "Adopted. Now run 'onboardingctl migrate up'.\n",
        ] { #expect(run.output.contains(line), "\(run.output)") }
        #expect(migrate("up").output.hasPrefix("applied  20251028090400_create_sessions.sql\n"))
        #expect(try database.texts("select email from users", as: "app") == ["ava@example.org"])
    }

    @Test func aDryRunPrintsTheStatementsAndChangesNothing() throws {
        try database.run(EarlierProduct.tables)
        let run = migrate("adopt", "--dry-run")
        #expect(run.exitCode == 0, "\(run.notes)")
        #expect(run.output.contains("create unique index users_email_key on users (lower(email::text));\n"))
        #expect(run.output.hasSuffix("It can be adopted. Nothing was changed.\n"))
        #expect(try database.texts("select to_regclass('schema_migrations')::text") == [nil])
    }

    @Test func whatItPrintsIsWhatAdoptsTheTables() throws {
        try database.run(EarlierProduct.tables)
        let dry = migrate("adopt", "--dry-run").output
        let statements = try #require(dry.split(separator: "These statements would adopt it:\n").last)
        let script = try #require(statements.split(separator: "\nIt can be adopted.").first)
        try database.run(String(script))
        let again = migrate("adopt", "--dry-run").output
        #expect(!again.contains("  changes"), "\(again)")
    }

    @Test func whatBlocksIsSaidWithTheQueryAndTheExitStatus() throws {
        try database.run(EarlierProduct.tables)
        try database.run(
            "insert into users (email, hashed_password) values ('ava@example.org', 'x'), ('AVA@example.org', 'y')"
        )
        for flags in [[], ["--dry-run"]] {
            let run = CommandRun(
                ["migrate", "adopt", "--migrations", CommandRun.migrations] + flags,
                environment: database.environment
            )
            #expect(run.exitCode == 1)
            #expect(run.output.contains("  blocks   Addresses that occur more than once"))
            #expect(run.output.contains("group by 1 having count(*) > 1"))
            #expect(run.notes == "onboardingctl: Findings that block the adoption: 1. Nothing was changed.\n")
        }
    }

    @Test func aSecondTimeIsHarmless() throws {
        try database.run(EarlierProduct.tables)
        #expect(migrate("adopt").exitCode == 0)
        for _ in 0..<2 {
            let run = migrate("adopt")
            #expect(run.exitCode == 0)
            #expect(run.output.hasPrefix("This database was adopted before. Nothing to do"))
            _ = migrate("up")
        }
    }

    @Test func anotherDatabaseIsRefusedWithASentence() throws {
        #expect(migrate("adopt").notes.contains("The database has no tables: there is nothing to adopt."))
        try database.migrate()
        let ours = migrate("adopt")
        #expect(ours.exitCode == 1)
        #expect(ours.output.isEmpty)
        #expect(ours.notes.contains("This is a database of this product already."))
    }
}
