import Adoption
import Postgres
import SchemaMigrations
import Support
import Testing

/// What others have built on the columns of `users`.
@Suite struct DependencyTests {
    private static let touch = """
        create function touch() returns trigger language plpgsql as 'begin return new; end'; 
        """

    /// Each makes PostgreSQL refuse another type for the columns it names.
    @Test(arguments: [
        "\(touch) create trigger t before update of email, seats on users for each row execute function touch()",
        "\(touch) create trigger t after update on users for each row when (old.plan is distinct from new.plan)"
            + " execute function touch()",
        "alter table users add column search text generated always as (coalesce(full_name, '') || ' ' || email) stored",
        "create policy p on users using (email = current_user and crm is null)",
        "create function mail(i int) returns text language sql begin atomic; select email from users where id = i; end",
        "create view v as select email, persona, languages from users",
        "create rule r as on update to users where old.locale <> new.locale do also select 1",
        "create index campaigns_title on campaigns (title); create statistics s on plan, crm from users",
        "create index users_plan on users (plan) where seats > 1; alter table users add check (tone <> 'rude')",
    ])
    func whatDependsOnAColumnStandsInNobodysWay(change: String) throws {
        let installation = try Installation(Installation.users, change)
        let report = try installation.adoptAndMigrate()
        #expect(report.outcome == .adopted, "\(report.sentences(.blocks))")
        let database = installation.database
        try database.run(
            """
            update users set email = 'new@example.org', full_name = 'Noa', locale = 'he', persona = 'sdr', languages = '["he"]',
                             crm = 'none', plan = 'business', seats = 4, tone = 'warm'
             where id = 1
            """,
            as: "app"
        )
        for (column, value) in [
            ("email", "'nobody'"), ("locale", "'de'"), ("persona", "'boss'"), ("languages", "'[1]'"), ("crm", "'x'"),
            ("plan", "'gold'"), ("seats", "0"), ("tone", "repeat('x', 65)"), ("full_name", "repeat('x', 256)"),
        ] {
            let error = #expect(throws: PostgresError.self) {
                try database.run("update users set \(column) = \(value) where id = 1", as: "app")
            }
            #expect(["23514", "22001"].contains(error?.sqlState), "\(column)")
        }
        try Migrator(connection: try database.connect()).run(.down(steps: 1), of: installation.folder)
        try Migrator(connection: try database.connect()).run(.up, of: installation.folder, grantingTo: "app")
    }

    @Test(arguments: [
        ("create view recent as select created_at from users", "view recent"),
        (
            "\(touch) create trigger t before update of created_at on users for each row execute function touch()",
            "trigger t"
        ),
        (
            "alter table users add column year text generated always as (extract(year from created_at)::text) stored",
            "column year"
        ),
        ("create policy p on users using (created_at < now())", "policy p"),
        (
            "create function born(i int) returns timestamp language sql begin atomic;"
                + " select created_at from users where id = i; end", "function born"
        ),
    ])
    func whatDependsOnAColumnWhoseTypeChangesBlocks(change: String, object: String) throws {
        let report = try Installation(change).adopt()
        #expect(report.outcome == .blocked)
        let blocks = report.sentences(.blocks)
        #expect(blocks.hasPrefix("users: The type of created_at changes"), "\(blocks)")
        #expect(blocks.contains(object), "\(blocks)")
        #expect(blocks.split(separator: "\n").count == 1)
    }
}
