import Adoption
import Platform
import Postgres
import SchemaMigrations
import Support
import Testing

/// Adoption of the tables as the earlier product's migrations leave them.
@Suite struct AdopterTests {
    private let installation: Installation
    private var database: TestDatabase { installation.database }

    init() throws {
        installation = try Installation()
    }

    @Test func everyValueIsTheSameBeforeAndAfter() throws {
        try database.run(Installation.users)
        let content = EarlierProduct.content(of: try installation.columns())
        let before = try database.texts(content)
        #expect(before.count == 5)
        let report = try installation.adopt()
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
        try database.run(Installation.users)
        let files =
            "select string_agg(relfilenode::text, ' ' order by relname) from pg_class where relkind = 'r'"
            + " and relnamespace = 'public'::regnamespace and relname <> 'schema_migrations'"
        let before = try database.texts(files)
        _ = try installation.adopt()
        #expect(try database.texts(files) == before)
    }

    @Test func timesAreReadAsUTCWhateverTheServersZoneIs() throws {
        try database.run("alter database \(database.name) set timezone to 'America/New_York'")
        try database.run(Installation.users)
        let report = try installation.adopt()
        #expect(
            try database.texts("select (created_at at time zone 'UTC')::text from users where id = 1") == [
                "2025-10-28 09:00:00.123456"
            ]
        )
        #expect(report.sentences(.notes).contains("The server's time zone is America/New_York"))
    }

    @Test func theTablesEndUpAsInANewInstallation() throws {
        _ = try installation.adoptAndMigrate()
        let new = try TestDatabase()
        try Migrator(connection: try new.connect()).run(.up, of: installation.folder, grantingTo: "app")
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
             union all
            select format('%s %s', relname, reloptions) from pg_class
             where relnamespace = 'public'::regnamespace and relkind = 'r'
             order by 1
            """
        try new.run("create table alembic_version (); create table campaigns ();")
        let (adopted, installed) = (Set(try database.texts(shape)), Set(try new.texts(shape)))
        #expect(adopted.subtracting(installed).isEmpty)
        #expect(installed.subtracting(adopted).isEmpty)
    }

    @Test func whatIsThereCountsAsAppliedAndTheRestFollows() throws {
        let report = try installation.adopt()
        #expect(report.recorded.count == 4)
        let migrator = Migrator(connection: try database.connect())
        let states = try migrator.status(of: installation.folder).map(\.state)
        #expect(states.prefix(4).allSatisfy { $0 == .applied })
        #expect(states.dropFirst(4).allSatisfy { $0 == .pending })
        #expect(try database.texts("select to_regclass('sessions')::text") == [nil])
        try migrator.run(.up, of: installation.folder, grantingTo: "app")
        #expect(try migrator.status(of: installation.folder).allSatisfy { $0.state == .applied })
        #expect(try database.texts("select version_num from alembic_version") == ["c256afd5baca"])
    }

    @Test func aSecondTimeChangesNothing() throws {
        _ = try installation.adopt()
        let rows = try database.texts("select xmin || ' ' || version from schema_migrations")
        let report = try installation.adopt()
        #expect(report.outcome == .adoptedBefore)
        #expect(report.findings.isEmpty)
        #expect(try database.texts("select xmin || ' ' || version from schema_migrations") == rows)
    }

    @Test func otherTablesAndColumnsAreLeftAloneAndTheApplicationSeesNoneOfAlembic() throws {
        let report = try installation.adoptAndMigrate()
        #expect(report.sentences(.notes).contains("users: Columns that this product does not know stay: phone."))
        #expect(throws: PostgresError.self) { try database.texts("select version_num from alembic_version", as: "app") }
    }

    @Test func oldRowsThatBreakARuleCanStillBeSavedAndNewOnesCannot() throws {
        try database.run(Installation.users)
        try database.run(
            """
            update users set persona = 'receptionist', seats = 5000, languages = 'null', full_name = repeat('x', 300) where id = 2;
            alter table vapi_credentials drop constraint vapi_credentials_user_id_fkey;
            insert into vapi_credentials (user_id, vapi_api_key_encrypted) values (99, 'orphan');
            """
        )
        let report = try installation.adoptAndMigrate()
        #expect(report.outcome == .adopted)
        let notes = report.sentences(.notes)
        for part in [
            "persona breaks", "seats breaks", "languages breaks", "full_name is too long", "do not exist, rows: 1",
        ] {
            #expect(notes.contains(part), "\(notes)")
        }
        #expect(try installation.rowsShown(report, .notes).allSatisfy { $0 > 0 })
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
        let report = try installation.adopt()
        #expect(report.sentences(.changes).contains("stands at 0, behind the highest id 41"))
        try database.run("insert into users (email, hashed_password) values ('b@b.example', 'x')")
        #expect(try database.texts("select max(id)::text from users") == ["42"])
    }

    @Test func anUnknownRevisionIsMentioned() throws {
        try database.run("update alembic_version set version_num = 'ffffffffffff'")
        let notes = try installation.adopt().sentences(.notes)
        #expect(notes.contains("alembic_version: Its revision is ffffffffffff"), "\(notes)")
    }

    @Test func upOnSuchADatabasePointsToAdoption() throws {
        let error = try #require(throws: MigrationError.self) {
            try Migrator(connection: try database.connect()).run(.up, of: installation.folder)
        }
        #expect(error.description.contains("onboardingctl migrate adopt"))
        #expect(try installation.adopt().outcome == .adopted)
    }
}
