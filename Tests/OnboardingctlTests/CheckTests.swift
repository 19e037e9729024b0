import Foundation
import Secrets
import Support
import SchemaMigrations
import Testing

@testable import onboardingctl

@Suite struct CheckTests {
    private func environment(_ database: TestDatabase) -> [String: String] {
        [
            "DATABASE_URL": database.applicationURL,
            "JWT_SECRET": "a-secret-of-more-than-32-bytes-0123456789",
            "FERNET_KEYS": "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=",
            "RUNTIME_DIRECTORY": FileManager.default.temporaryDirectory.path(percentEncoded: false),
        ]
    }

    @Test func aCompleteInstallationWouldStart() throws {
        let database = try TestDatabase()
        try database.migrate()
        let run = CommandRun(["check"], environment: environment(database))
        #expect(run.exitCode == 0)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.hasPrefix("ok       ") }, "\(run.output)")
        #expect(run.output.contains("of 47 connections"))
    }

    @Test func everySettingThatIsWrongIsNamedAndTheDatabaseStillLookedAt() throws {
        let changes = ["JWT_SECRET": "short", "RUNTIME_DIRECTORY": "relative"]
        let run = CommandRun(["check"], environment: try environment(TestDatabase()).merging(changes) { $1 })
        #expect(run.exitCode == 1)
        for words in ["JWT_SECRET has fewer", "RUNTIME_DIRECTORY takes", "no tables yet", "ok       The database can"] {
            #expect(run.output.contains(words))
        }
    }

    @Test func aDatabaseThatIsNotThereIsAProblem() throws {
        let changes = ["DATABASE_URL": "postgresql://app:hidden-word@127.0.0.1:1/none"]
        let run = CommandRun(["check"], environment: try environment(TestDatabase()).merging(changes) { $1 })
        #expect(run.exitCode == 1)
        #expect(run.output.contains("problem  The database cannot be reached"))
        #expect(!run.output.contains("hidden-word"))
    }

    @Test func aPoolerThatRefusesWorkersIsToldApart() {
        let refusal = "FATAL:  unsupported startup parameter: options"
        #expect(ConfigurationCheck.unreachable(refusal).sentence.contains("set DATABASE_PREPARED_STATEMENTS to off"))
        #expect(ConfigurationCheck.unreachable("timed out") == .problem("timed out"))
    }

    @Test func aRoleThatOwnsTablesIsAWarning() throws {
        let database = try TestDatabase()
        try database.migrate()
        let run = CommandRun(
            ["check"],
            environment: environment(database).merging(["DATABASE_URL": database.ownerURL]) { $1 }
        )
        #expect(run.exitCode == 0)
        #expect(run.output.contains("warning  The role owner owns tables."))
    }

    @Test func storedSecretsAreTriedWithTheKeys() throws {
        let database = try TestDatabase()
        try database.migrate()
        let ring = try KeyRing(parsing: "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")
        let other = try KeyRing(parsing: "UHl0aG9uIGRvZXMgbm90IGtub3cgdGhpcyBrZXkhISE=")
        try database.run(
            """
            insert into users (email, hashed_password) values ('a@b.example', 'x'), ('b@b.example', 'x');
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) values (1, '\(ring.encrypt(Array("k".utf8)))');
            insert into twilio_credentials (user_id, account_sid, auth_token_encrypted)
                 values (1, 'AC1', '\(ring.encrypt(Array("t".utf8)))');
            """
        )
        let good = CommandRun(["check"], environment: environment(database))
        #expect(good.output.contains("ok       FERNET_KEYS open the stored secrets; tried: 2."), "\(good.output)")
        try database.run(
            """
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) values (2, '\(other.encrypt(Array("k".utf8)))')
            """
        )
        let bad = CommandRun(["check"], environment: environment(database))
        #expect(bad.exitCode == 0)
        #expect(bad.output.contains("warning  FERNET_KEYS do not open 1 of 3 stored secrets"), "\(bad.output)")
    }

    @Test func aDatabaseThatWaitsForAdoptionIsNamed() throws {
        let database = try TestDatabase()
        try database.run(EarlierProduct.tables)
        let run = CommandRun(["check"], environment: environment(database))
        #expect(run.exitCode == 1)
        #expect(run.output.contains("Run 'onboardingctl migrate adopt'."))
    }

    private func levels(
        budget: Int = 16,
        _ change: (inout DatabaseFacts) -> Void
    ) throws -> [Finding.Level] {
        var facts = DatabaseFacts(
            serverVersion: 150_000,
            encoding: "UTF8",
            connectionLimit: 97,
            role: "app",
            roleIsSuperuser: false,
            roleOwnsTables: false,
            hasEarlierTables: false,
            version: SchemaVersion.required
        )
        change(&facts)
        return facts.findings(budget: budget).map(\.level).filter { $0 != .good }
    }

    @Test func theFactsOfAGoodDatabaseRaiseNothing() throws {
        #expect(try levels { _ in }.isEmpty)
    }

    @Test func theFactsOfOthersAreJudged() throws {
        #expect(try levels { $0.serverVersion = 140_011 } == [.problem])
        #expect(try levels { $0.encoding = "SQL_ASCII" } == [.problem])
        #expect(try levels { $0.version = nil } == [.problem])
        #expect(try levels { $0.version = MigrationVersion(number: 20_200_101_000_000) } == [.problem])
        #expect(try levels { $0.version = MigrationVersion(number: 29_990_101_000_000) } == [.warning])
        #expect(try levels { $0.connectionLimit = 15 } == [.problem])
        #expect(try levels { $0.connectionLimit = 16 } == [.warning])
        #expect(try levels(budget: 98) { _ in } == [.problem])
        #expect(try levels { $0.roleIsSuperuser = true } == [.warning])
    }
}
