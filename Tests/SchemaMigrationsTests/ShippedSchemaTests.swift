import Platform
import Postgres
import Support
import SchemaMigrations
import Testing

/// The files of this repository on a real PostgreSQL.
@Suite struct ShippedSchemaTests {
    private let database: TestDatabase
    private let folder: MigrationSet

    init() throws {
        database = try TestDatabase()
        folder = try MigrationSet(parsing: RepositoryMigrations.files())
    }

    private func migrate(
        _ direction: MigrationDirection,
        of set: MigrationSet? = nil,
        grantingTo role: String? = "app"
    ) throws {
        try Migrator(connection: try database.connect()).run(direction, of: set ?? folder, grantingTo: role)
    }

    /// Everything the catalogue says about columns, constraints, indexes and rights, without numbers that change.
    private func schema() throws -> [String?] {
        try database.texts(
            """
            select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
              from information_schema.columns where table_schema = 'public'
             union all
            select format('%s %s', conname, pg_get_constraintdef(oid)) from pg_constraint
             where connamespace = 'public'::regnamespace
             union all
            select indexdef from pg_indexes where schemaname = 'public'
             union all
            select format('%s %s %s', relname, reloptions, relacl) from pg_class
             where relnamespace = 'public'::regnamespace
             order by 1
            """
        )
    }

    @Test func upDownUpLeavesTheSameSchema() throws {
        try migrate(.up)
        let first = try schema()
        #expect(first.count > 100)
        try migrate(.down(steps: .max))
        let empty = try database.texts("select tablename from pg_tables where schemaname = 'public'")
        #expect(empty == ["schema_migrations"])
        try migrate(.up)
        #expect(try schema() == first)
    }

    @Test func aDatabaseIsReadyOnceItHasTheRequiredVersion() throws {
        func isReached() throws -> Bool? {
            let version = Parameter.integer(Int(SchemaVersion.required.number))
            return try database.connect(as: "app").execute(
                Statement("ready", SchemaVersion.isReachedStatement),
                [version],
                deadline: MonotonicClock.now + .seconds(5)
            ).first?.bool(0)
        }
        #expect(throws: PostgresError.self) { try isReached() }
        try migrate(.up)
        #expect(try isReached() == true)
        try database.run("delete from schema_migrations where version = \(SchemaVersion.required)")
        #expect(try isReached() == false)
    }

    @Test func theApplicationReadsAndWritesRowsAndNothingElse() throws {
        try migrate(.up)
        try database.run(
            """
            insert into users (email, hashed_password) values ('a@example.org', 'x');
            insert into sessions (user_id, expires_at) select id, now() from users;
            update users set seats = 2;
            delete from users;
            select from schema_migrations;
            """,
            as: "app"
        )
        for forbidden in [
            "delete from schema_migrations", "insert into schema_migrations values (1, 'a', 'b')", "drop table users",
            "alter table users add column z int", "create table z ()", "truncate users",
        ] {
            let error = #expect(throws: PostgresError.self) { try database.run(forbidden, as: "app") }
            #expect(error?.sqlState == "42501", "\(forbidden)")
        }
    }

    @Test func aRoleThatDoesNotExistStopsTheRunBeforeAnythingHappens() throws {
        let error = #expect(throws: MigrationError.self) { try migrate(.up, grantingTo: "nobody\"; drop") }
        #expect(error?.code == "refused")
        #expect(try database.texts("select tablename from pg_tables where schemaname = 'public'").isEmpty)
    }

    @Test func migratingAsTheApplicationsOwnRoleGrantsNothing() throws {
        try migrate(.up, grantingTo: "owner")
        #expect(
            try database.texts("select relname from pg_class where relname = 'users' and relacl is null") == ["users"]
        )
    }

    @Test(arguments: [
        ("languages", "'[\"en\",\"fr\",\"he\"]'"), ("languages", "'[]'"), ("languages", "null"),
        ("workspace_apps", "'[\"slack\"]'"), ("workspace_apps", "jsonb_build_array(repeat('é', 64))"),
        ("seats", "1"), ("seats", "1000"), ("persona", "'sdr'"), ("locale", "'he'"), ("plan", "'pro'"),
        ("guidelines", "repeat('é', 10000)"), ("strategy", "'attach'"), ("calendar", "'none'"), ("crm", "'hubspot'"),
    ])
    func whatTheWizardOffersIsStored(column: String, value: String) throws {
        try migrate(.up)
        try store(column, value)
    }

    private static let refused = [
        ("languages", "'[\"en\",\"en\"]'"), ("languages", "'[\"xx\"]'"), ("languages", "'\"en\"'"),
        ("languages", "'{\"en\":1}'"), ("languages", "'null'"), ("languages", "'[[\"en\"]]'"),
        ("workspace_apps", "'[1]'"), ("workspace_apps", "'[[\"a\"]]'"), ("workspace_apps", "'{}'"),
        ("workspace_apps", "jsonb_build_array(repeat('é', 65))"),
        ("workspace_apps", "(select jsonb_agg('a'::text) from generate_series(1, 51))"), ("seats", "0"),
        ("seats", "1001"), ("persona", "'boss'"), ("locale", "'de'"), ("plan", "'gold'"), ("plan", "null"),
        ("guidelines", "repeat('é', 10001)"), ("job_to_be_done", "repeat('a', 10001)"), ("strategy", "'rent'"),
        ("calendar", "''"), ("crm", "'none '"), ("full_name", "repeat('a', 256)"),
    ]

    @Test(arguments: refused)
    func whatTheWizardNeverSendsIsRefusedByTheDatabaseToo(column: String, value: String) throws {
        try migrate(.up)
        #expect(throws: PostgresError.self) { try store(column, value) }
    }

    @Test func undoingTheTypesOfTheAnswersLosesNoAnswerAndNoLimit() throws {
        let upToTypes = try MigrationSet(
            parsing: RepositoryMigrations.files().filter { $0.name <= "20261123150000_create_users_domains.sql" }
        )
        try migrate(.up, of: upToTypes)
        let answers = "select to_jsonb(u)::text from users u"
        try store("locale, languages, workspace_apps, seats", #"'fr', '["en"]', '["slack"]', 3"#)
        let before = try database.texts(answers)
        try migrate(.down(steps: 1), of: upToTypes)
        #expect(try database.texts(answers) == before)
        for (column, value) in Self.refused {
            #expect(throws: PostgresError.self, "\(column) \(value)") { try store(column, value) }
        }
        try migrate(.up, of: upToTypes)
        #expect(try database.texts(answers) == before)
    }

    /// PostgreSQL reads them from their text in every statement that changes a row; those of a type it keeps.
    @Test func aSaveReadsNoChecksOfTheTable() throws {
        try migrate(.up)
        let checks = "select conname from pg_constraint where conrelid = 'users'::regclass and contype = 'c'"
        #expect(try database.texts(checks).isEmpty)
    }

    private func store(_ columns: String, _ values: String) throws {
        try database.run(
            """
            insert into users (email, hashed_password, \(columns))
                 values (gen_random_uuid() || '@b.example', 'x', \(values))
            """
        )
    }

    @Test func anAddressIsTakenWhateverItsCase() throws {
        try migrate(.up)
        try database.run("insert into users (email, hashed_password) values ('Ava@Example.org', 'x')")
        let error = #expect(throws: PostgresError.self) {
            try database.run("insert into users (email, hashed_password) values ('ava@example.ORG', 'x')")
        }
        #expect(error?.constraint == "users_email_key")
    }

    @Test func aDeletedUserTakesEverythingAlongAndLeavesTheEventsNameless() throws {
        try migrate(.up)
        try database.run(
            """
            insert into users (email, hashed_password) values ('a@example.org', 'x');
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) select id, 'x' from users;
            insert into twilio_credentials (user_id, account_sid, auth_token_encrypted) select id, 'x', 'y' from users;
            insert into user_onboarding (user_id) select id from users;
            insert into assistants (user_id, name) select id, 'Ava' from users;
            insert into sessions (user_id, expires_at) select id, now() from users;
            insert into refresh_tokens (token_hash, session_id, generation) select sha256('t'), id, 0 from sessions;
            insert into analytics_events (id, user_id, event, occurred_at)
                 select gen_random_uuid(), id, 'onboarding_started', now() from users;
            delete from users;
            """
        )
        let left = try database.texts(
            """
            select concat_ws(
                       ' ',
                       (select count(*) from vapi_credentials),
                       (select count(*) from twilio_credentials),
                       (select count(*) from user_onboarding),
                       (select count(*) from assistants),
                       (select count(*) from sessions),
                       (select count(*) from refresh_tokens),
                       (select count(*) from analytics_events where user_id is null)
                   )
            """
        )
        #expect(left == ["0 0 0 0 0 0 1"])
    }

    @Test func savingAnAnswerTouchesNoIndex() throws {
        try migrate(.up)
        let hot = try database.texts(
            """
            select a.attname
              from pg_index i
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
             where i.indrelid in ('users'::regclass, 'sessions'::regclass)
             order by 1
            """
        )
        #expect(hot == ["id", "id", "user_id"])
    }
}
