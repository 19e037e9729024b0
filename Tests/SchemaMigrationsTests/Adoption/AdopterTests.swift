import Platform
import Postgres
import SchemaMigrations
import Support
import Testing

/// Adoption on a real PostgreSQL, of tables as they may be found.
@Suite struct AdopterTests {
    private let database: TestDatabase
    private let folder: MigrationSet

    init() throws {
        database = try TestDatabase()
        folder = try MigrationSet(parsing: RepositoryMigrations.files())
        try database.run(EarlierProduct.tables)
        try database.run("alter database \(database.name) set timezone to 'UTC'")
    }

    private func adopt(isDryRun: Bool = false) throws -> AdoptionReport {
        try Adopter(connection: database.connect()).run(of: folder, isDryRun: isDryRun)
    }

    private func adoptAndMigrate() throws -> AdoptionReport {
        let report = try adopt()
        try Migrator(connection: try database.connect()).run(.up, of: folder, grantingTo: "app")
        return report
    }

    private func sentences(_ report: AdoptionReport, _ level: AdoptionFinding.Level) -> String {
        report.findings.filter { $0.level == level }.map { "\($0.table): \($0.sentence)" }.joined(separator: "\n")
    }

    /// The rows that a finding's query shows.
    private func rowsShown(_ report: AdoptionReport, _ level: AdoptionFinding.Level) throws -> [Int] {
        try report.findings.filter { $0.level == level }.compactMap(\.query).map { query in
            let deadline = MonotonicClock.now + .seconds(30)
            return try database.connect().execute(Statement("shown", query), [], deadline: deadline).count
        }
    }

    private func columns() throws -> [(table: String, names: [String])] {
        try ["alembic_version", "users", "vapi_credentials", "twilio_credentials", "user_onboarding", "campaigns"].map {
            let query = "select attname from pg_attribute where attrelid = '\($0)'::regclass and attnum > 0"
            return (table: $0, names: try database.texts(query).compactMap { $0 })
        }
    }

    private let users = """
        insert into users (email, hashed_password, created_at, locale, languages, plan, seats, phone)
             values ('Ada@example.org', 'x', '2025-10-28 09:00:00.123456', 'fr', '["en", "fr"]', 'pro', 3, '12'),
                    ('bob@example.org', 'y', null, null, null, null, null, null);
        insert into vapi_credentials (user_id, vapi_api_key_encrypted, created_at)
             values (1, 'token', '2025-03-30 02:30');
        insert into campaigns (title, user_id) values ('launch', 1);
        """

    @Test func everyValueIsTheSameBeforeAndAfter() throws {
        try database.run(users)
        let content = EarlierProduct.content(of: try columns())
        let before = try database.texts(content)
        #expect(before.count == 5)
        let report = try adopt()
        #expect(report.outcome == .adopted)
        #expect(try database.texts(content) == before)
        #expect(report.proofs.map(\.rows) == [2, 1, 0, 0])
        #expect(
            try database.texts("select (created_at at time zone 'UTC')::text from users where id = 1") == [
                "2025-10-28 09:00:00.123456"
            ]
        )
    }

    @Test func timesGetTheirZoneWithoutATableBeingRewritten() throws {
        try database.run(users)
        let files =
            "select string_agg(relfilenode::text, ' ' order by relname) from pg_class where relkind = 'r'"
            + " and relnamespace = 'public'::regnamespace and relname <> 'schema_migrations'"
        let before = try database.texts(files)
        _ = try adopt()
        #expect(try database.texts(files) == before)
    }

    @Test func timesAreReadAsUTCWhateverTheServersZoneIs() throws {
        try database.run("alter database \(database.name) set timezone to 'America/New_York'")
        try database.run(users)
        let report = try adopt()
        #expect(
            try database.texts("select (created_at at time zone 'UTC')::text from users where id = 1") == [
                "2025-10-28 09:00:00.123456"
            ]
        )
        #expect(sentences(report, .notes).contains("The server's time zone is America/New_York"))
    }

    @Test func theTablesEndUpAsInANewInstallation() throws {
        _ = try adoptAndMigrate()
        let new = try TestDatabase()
        try Migrator(connection: try new.connect()).run(.up, of: folder, grantingTo: "app")
        let shape = """
            select format('%s.%s %s ', table_name, column_name, is_nullable)
                   || concat_ws(' ', domain_name, data_type, character_maximum_length, column_default)
              from information_schema.columns
             where table_schema = 'public' and (table_name, column_name) <> ('users', 'phone')
               and table_name not in ('alembic_version', 'campaigns')
             union all
            select format('%s %s', conname, regexp_replace(
                       pg_get_constraintdef(oid), '[()]|::text(\\[\\])?|::character varying', '', 'g'
                   ))
              from pg_constraint
             where connamespace = 'public'::regnamespace
               and conrelid not in ('alembic_version'::regclass, 'campaigns'::regclass)
               and conname <> 'users_email_key_earlier'
             union all
            select indexdef from pg_indexes
             where schemaname = 'public' and tablename not in ('alembic_version', 'campaigns')
               and indexname <> 'users_email_key_earlier'
             order by 1
            """
        try new.run("create table alembic_version (); create table campaigns ();")
        let (adopted, installed) = (Set(try database.texts(shape)), Set(try new.texts(shape)))
        #expect(adopted.subtracting(installed).isEmpty)
        #expect(installed.subtracting(adopted).isEmpty)
    }

    @Test func whatIsThereCountsAsAppliedAndTheRestFollows() throws {
        let report = try adopt()
        #expect(report.recorded.count == 4)
        let migrator = Migrator(connection: try database.connect())
        let states = try migrator.status(of: folder).map(\.state)
        #expect(states.prefix(4).allSatisfy { $0 == .applied })
        #expect(states.dropFirst(4).allSatisfy { $0 == .pending })
        try migrator.run(.up, of: folder, grantingTo: "app")
        #expect(try migrator.status(of: folder).allSatisfy { $0.state == .applied })
        #expect(try database.texts("select version_num from alembic_version") == ["c256afd5baca"])
    }

    @Test func aSecondTimeChangesNothing() throws {
        _ = try adopt()
        let rows = try database.texts("select xmin || ' ' || version from schema_migrations")
        let report = try adopt()
        #expect(report.outcome == .adoptedBefore)
        #expect(report.findings.isEmpty)
        #expect(try database.texts("select xmin || ' ' || version from schema_migrations") == rows)
    }

    @Test func aDryRunChangesNothingAndWaitsForNobody() throws {
        try database.run(users)
        let before = try database.texts(Self.catalogue)
        let reader = try database.connect()
        try reader.run(script: "begin; insert into campaigns values (7); select from users", deadline: soon)
        let report = try adopt(isDryRun: true)
        #expect(report.outcome == .possible)
        #expect(report.statements.contains { $0.hasPrefix("alter table users") })
        #expect(try database.texts(Self.catalogue) == before)
        try reader.run(script: "rollback", deadline: soon)
    }

    @Test func aTableInUseIsNotWaitedForLong() throws {
        let writer = try database.connect()
        try writer.run(script: "begin; insert into user_onboarding (user_id) values (null)", deadline: soon)
        var limits = MigrationLimits()
        limits.tableLock = .milliseconds(50)
        let error = try #require(throws: MigrationError.self) {
            try Adopter(connection: database.connect(), limits: limits).run(of: folder, isDryRun: false)
        }
        #expect(error.description.contains("stop the earlier product"))
        #expect(try database.texts("select to_regclass('schema_migrations')::text") == [nil])
        try writer.run(script: "rollback", deadline: soon)
    }

    @Test func otherTablesAndColumnsAreLeftAloneAndTheApplicationSeesNoneOfAlembic() throws {
        let report = try adoptAndMigrate()
        #expect(sentences(report, .notes).contains("users: Columns that this product does not know stay: phone."))
        #expect(throws: PostgresError.self) { try database.texts("select version_num from alembic_version", as: "app") }
    }

    @Test func whatBlocksIsShownAndNothingChanges() throws {
        try database.run(
            """
            insert into users (email, hashed_password) values ('a@example.org', 'x'), ('A@example.org', 'x'), ('b@c.d', 'x');
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) values (1, 'x'), (1, 'y'), (3, 'z');
            insert into twilio_credentials (user_id, account_sid, auth_token_encrypted) values (null, 'x', 'y'), (null, 'x', 'y');
            alter table user_onboarding add column score integer not null;
            """
        )
        let before = try database.texts(Self.catalogue)
        let report = try adopt()
        #expect(report.outcome == .blocked)
        let blocking = sentences(report, .blocks)
        #expect(blocking.contains("users: Addresses that occur more than once"))
        #expect(blocking.contains("vapi_credentials: Users with several rows"))
        #expect(blocking.contains("user_onboarding: score is a column that this product does not know"))
        #expect(blocking.split(separator: "\n").count == 3)
        #expect(try rowsShown(report, .blocks) == [1, 1])
        #expect(try database.texts(Self.catalogue) == before)
        try database.run(
            """
            delete from users where id = 2;
            delete from vapi_credentials where id = 1;
            alter table user_onboarding alter column score drop not null;
            """
        )
        #expect(try adopt().outcome == .adopted)
    }

    @Test(arguments: [
        ("alter table users alter column seats drop default, alter column seats type uuid using null", "seats is uuid"),
        ("alter table users alter column plan type char(9)", "plan is character(9)"),
        (
            "alter table users drop constraint users_pkey cascade, add primary key (id, email)",
            "primary key is id, email"
        ),
        ("alter table vapi_credentials drop column id", "no column id"),
        (
            "insert into users (email, hashed_password) values ('a@b.example', 'x');"
                + "insert into twilio_credentials (user_id, account_sid, auth_token_encrypted) values (1, 'a', 'b');"
                + "alter table twilio_credentials drop column auth_token_encrypted", "no column auth_token_encrypted"
        ),
        ("create view recent as select created_at from users", "view recent"),
        ("alter table users enable row level security", "row-level security"),
        (
            "alter table users alter column languages type json using languages;"
                + #"insert into users (email, hashed_password, languages) values ('a@b.example', 'x', '["\u0000"]')"#,
            "U+0000"
        ),
        (
            "alter table users alter column id type bigint;"
                + "insert into users (id, email, hashed_password) values (3000000000, 'a@b.example', 'x')",
            "do not fit into 32 bits"
        ),
        ("alter table users rename to people; create view users as select * from people", "not a plain table"),
    ])
    func whatCannotBeTakenOverBlocks(change: String, sentence: String) throws {
        try database.run(change)
        let report = try adopt()
        #expect(report.outcome == .blocked)
        #expect(sentences(report, .blocks).contains(sentence), "\(sentences(report, .blocks))")
        #expect(try rowsShown(report, .blocks).allSatisfy { $0 > 0 })
        #expect(try database.texts("select to_regclass('schema_migrations')::text") == [nil])
    }

    @Test func tablesOfAnotherRoleBlock() throws {
        try database.run("alter table users owner to postgres", as: "postgres")
        #expect(sentences(try adopt(), .blocks).contains("belongs to another role"))
    }

    @Test(arguments: [
        "alter table users alter column languages type json using languages",
        "alter table users alter column languages drop default, alter column languages type text[] using '{en,fr}'",
        "alter table users alter column email type varchar(40), alter column hashed_password type varchar(60)",
        "create type plan_type as enum ('free', 'pro'); alter table users alter column plan type plan_type"
            + " using plan::plan_type, alter column plan set default 'pro'",
        "alter table users alter column seats type smallint",
        "alter table users alter column id type bigint",
        "alter table users drop column organization_name, drop column marketing_opt_in",
        "drop table user_onboarding",
        "drop index idx_vapi_user, idx_twilio_user",
        "drop index idx_vapi_user; alter table vapi_credentials add constraint one_key unique (user_id)",
        "alter table vapi_credentials drop constraint vapi_credentials_user_id_fkey,"
            + " add constraint vapi_credentials_user_id_fkey foreign key (user_id) references users (id)",
        "alter table vapi_credentials drop constraint vapi_credentials_user_id_fkey",
        "alter table users drop constraint users_email_key; create unique index ix_users_email on users (email)",
        "alter table users alter column id drop default; drop sequence users_id_seq",
        "alter table user_onboarding drop constraint user_onboarding_pkey",
        "alter table users add constraint users_plan_check check (plan <> 'gold')",
        "create view plans as select plan, tone from users",
        "alter table users alter column created_at set default timezone('utc', now())",
        "alter table users alter column updated_at type timestamptz, alter column updated_at set default current_timestamp",
        "drop table alembic_version",
    ])
    func aVariantIsAdoptedAndTakesNewUsers(change: String) throws {
        try database.run(users)
        try database.run(change)
        let present = try columns(existing: true)
        let content = EarlierProduct.content(of: present)
        let before = try database.texts(content)
        let report = try adoptAndMigrate()
        #expect(report.outcome == .adopted, "\(sentences(report, .blocks))")
        #expect(try database.texts(content) == before)
        try database.run(
            """
            insert into users (email, hashed_password) values ('new@example.org', 'z');
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) select id, 'k' from users where email like 'new%'
                on conflict (user_id) do update set updated_at = now();
            insert into user_onboarding (user_id) select id from users where email like 'new%'
                on conflict (user_id) do nothing;
            update users set languages = '["he"]', plan = 'business', seats = 4 where email like 'new%';
            """,
            as: "app"
        )
        let error = #expect(throws: PostgresError.self) {
            try database.run("insert into users (email, hashed_password) values ('ADA@EXAMPLE.ORG', 'z')", as: "app")
        }
        #expect(error?.sqlState == "23505")
        try database.run("delete from users where email like 'new%'")
        #expect(try database.texts("select id::text from vapi_credentials where vapi_api_key_encrypted = 'k'").isEmpty)
    }

    private func columns(existing: Bool) throws -> [(table: String, names: [String])] {
        let there = try database.texts("select relname from pg_class where relnamespace = 'public'::regnamespace")
        return try ["users", "vapi_credentials", "twilio_credentials", "user_onboarding", "campaigns"]
            .filter { there.contains($0) }.map {
                let query =
                    "select attname from pg_attribute where attrelid = '\($0)'::regclass and attnum > 0"
                    + " and not attisdropped"
                return (table: $0, names: try database.texts(query).compactMap { $0 })
            }
    }

    @Test func oldRowsThatBreakARuleCanStillBeSavedAndNewOnesCannot() throws {
        try database.run(users)
        try database.run(
            """
            update users set persona = 'receptionist', seats = 5000, languages = 'null', full_name = repeat('x', 300) where id = 2;
            alter table vapi_credentials drop constraint vapi_credentials_user_id_fkey;
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) values (99, 'orphan');
            """
        )
        let report = try adoptAndMigrate()
        #expect(report.outcome == .adopted)
        let notes = sentences(report, .notes)
        for part in [
            "persona breaks", "seats breaks", "languages breaks", "full_name is longer", "do not exist: 1 row",
        ] {
            #expect(notes.contains(part), "\(notes)")
        }
        #expect(try rowsShown(report, .notes).allSatisfy { $0 > 0 })
        try database.run("update users set organization_name = 'Acme', seats = 6 where id = 2", as: "app")
        for (column, value) in [("persona", "'receptionist'"), ("seats", "5000"), ("full_name", "repeat('x', 300)")] {
            let error = #expect(throws: PostgresError.self) {
                try database.run(
                    "insert into users (email, hashed_password, \(column)) values ('n@example.org', 'x', \(value))",
                    as: "app"
                )
            }
            #expect(error?.sqlState == "23514")
        }
    }

    @Test func aSequenceThatLagsBehindIsMoved() throws {
        try database.run("insert into users (id, email, hashed_password) values (41, 'a@b.example', 'x')")
        let report = try adopt()
        #expect(sentences(report, .changes).contains("stands at 0, behind the highest id 41"))
        try database.run("insert into users (email, hashed_password) values ('b@b.example', 'x')")
        #expect(try database.texts("select max(id)::text from users") == ["42"])
    }

    @Test func anUnknownRevisionIsMentioned() throws {
        try database.run("update alembic_version set version_num = 'ffffffffffff'")
        #expect(sentences(try adopt(), .notes).contains("alembic_version: Its revision is ffffffffffff"))
    }

    @Test func upOnSuchADatabasePointsToAdoption() throws {
        let error = try #require(throws: MigrationError.self) {
            try Migrator(connection: try database.connect()).run(.up, of: folder)
        }
        #expect(error.description.contains("onboardingctl migrate adopt"))
        #expect(try adopt().outcome == .adopted)
    }

    @Test func otherDatabasesAreRefused() throws {
        for script in ["", "create table orders ()"] {
            let other = try TestDatabase()
            if !script.isEmpty { try other.run(script) }
            let error = try #require(throws: MigrationError.self) {
                try Adopter(connection: other.connect()).run(of: folder, isDryRun: false)
            }
            #expect(error.code == "refused")
        }
        let ours = try TestDatabase()
        try Migrator(connection: try ours.connect()).run(.up, of: folder)
        let error = try #require(throws: MigrationError.self) {
            try Adopter(connection: ours.connect()).run(of: folder, isDryRun: false)
        }
        #expect(error.description.contains("of this product already"))
    }

    private var soon: Duration { MonotonicClock.now + .seconds(10) }

    /// Everything that an adoption could change in the catalogue.
    private static let catalogue = """
        select format('%s %s', oid, relfilenode) from pg_class where relnamespace = 'public'::regnamespace
         union all
        select format('%s %s %s %s', attrelid, attname, atttypid, attnotnull) from pg_attribute
          join pg_class on pg_class.oid = attrelid and relnamespace = 'public'::regnamespace
         union all
        select format('%s %s', conname, pg_get_constraintdef(oid)) from pg_constraint
         where connamespace = 'public'::regnamespace
         union all
        select to_jsonb(u)::text from users u
         order by 1
        """
}
