import Adoption
import Testing

/// Which types are as good as the needed ones, and which are changed, watched or refused.
@Suite struct TypeTests {
    /// The report on users whose column has another type.
    private func report(_ column: String, _ type: String, needs preparation: String = "select 1") throws
        -> AdoptionReport
    {
        let installation = try Installation(
            preparation,
            "alter table users alter column \(column) drop default, alter column \(column) type \(type) using null"
        )
        return try installation.adopt(isDryRun: true)
    }

    private static let fitting = "users: Columns with a type that fits:"

    @Test(arguments: [
        ("seats", "integer"), ("is_active", "boolean"), ("languages", "jsonb"), ("guidelines", "text"),
        ("guidelines", "varchar"), ("hashed_password", "text"), ("locale", "varchar(5)"), ("created_at", "timestamptz"),
        ("updated_at", "timestamp(3) with time zone"),
    ])
    func aTypeThatTakesTheSameFits(column: String, type: String) throws {
        let report = try report(column, type)
        #expect(report.outcome == .possible)
        let list = report.sentences(.fits).split(separator: "\n").first { $0.hasPrefix(Self.fitting) }
        #expect(list?.contains(" \(column)") == true, "\(report.findings)")
        #expect(!report.sentences(.changes).contains("users: \(column) turns from "))
    }

    @Test(arguments: [
        ("seats", "smallint"), ("guidelines", "varchar(200)"), ("hashed_password", "varchar(255)"),
        ("full_name", "varchar(100)"), ("created_at", "timestamp"), ("updated_at", "timestamp(0)"),
        ("languages", "json"), ("languages", "text[]"), ("workspace_apps", "varchar(10)[]"), ("plan", "plan_type"),
    ])
    func aNarrowerOrOlderTypeIsConverted(column: String, type: String) throws {
        let report = try report(column, type, needs: "create type plan_type as enum ('free', 'pro')")
        #expect(report.outcome == .possible, "\(report.sentences(.blocks))")
        #expect(report.sentences(.changes).contains("users: \(column) turns from "))
    }

    @Test(arguments: [("full_name", "varchar"), ("full_name", "text"), ("locale", "varchar(17)")])
    func widerTextStaysAndGetsACheck(column: String, type: String) throws {
        let report = try report(column, type)
        #expect(report.outcome == .possible)
        let check = "add constraint users_\(column)_length_check check"
        #expect(report.statements.contains { $0.contains(check) }, "\(report.statements)")
        #expect(!report.sentences(.changes).contains("users: \(column) turns from "))
    }

    @Test(arguments: [
        ("seats", "uuid"), ("seats", "numeric"), ("guidelines", "bytea"), ("is_active", "integer"),
        ("languages", "text"), ("locale", "char(5)"), ("created_at", "date"),
    ])
    func anythingElseBlocks(column: String, type: String) throws {
        let report = try report(column, type)
        #expect(report.outcome == .blocked)
        #expect(report.sentences(.blocks).contains("where the application needs"))
        #expect(report.sentences(.blocks).hasPrefix("users: \(column) is "))
    }

    @Test func aWordTooLongForTheNeededTypeBlocks() throws {
        let installation = try Installation(
            """
            create type plan_type as enum ('a plan with a long name');
            alter table users alter column plan type plan_type using plan::plan_type;
            insert into users (email, hashed_password, plan) values ('a@b.example', 'x', 'a plan with a long name');
            """
        )
        let report = try installation.adopt()
        #expect(report.outcome == .blocked)
        #expect(report.sentences(.blocks).contains("value too long for type character varying(16)"))
    }
}
