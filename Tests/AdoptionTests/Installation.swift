import Adoption
import Foundation
import Platform
import Postgres
import SchemaMigrations
import Support

/// A database of the earlier product, on a real PostgreSQL, and this repository's migrations.
struct Installation {
    let database: TestDatabase
    let folder: MigrationSet

    /// - Parameter changes: what was done to the tables since the earlier product made them.
    init(_ changes: String...) throws {
        database = try TestDatabase()
        folder = try MigrationSet(parsing: Self.files())
        try database.run(EarlierProduct.tables)
        try database.run("alter database \(database.name) set timezone to 'UTC'")
        for change in changes { try database.run(change) }
    }

    /// The files of this repository.
    static func files() throws -> [MigrationFile] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.path("Migrations")).map {
            MigrationFile(name: $0, bytes: Array(try Repository.text("Migrations/\($0)").utf8))
        }
    }

    /// Two users, one of them with a key.
    static let users = """
        insert into users (email, hashed_password, created_at, locale, languages, plan, seats, phone)
             values ('Ada@example.org', 'x', '2025-10-28 09:00:00.123456', 'fr', '["en", "fr"]', 'pro', 3, '12'),
                    ('bob@example.org', 'y', null, null, null, null, null, null);
        insert into vapi_credentials (user_id, vapi_api_key_encrypted, created_at)
             values (1, 'token', '2025-03-30 02:30');
        insert into campaigns (title, user_id) values ('launch', 1);
        """

    func adopt(isDryRun: Bool = false, limits: MigrationLimits = MigrationLimits()) throws -> AdoptionReport {
        try Adopter(connection: database.connect(), limits: limits).run(of: folder, isDryRun: isDryRun)
    }

    func adoptAndMigrate() throws -> AdoptionReport {
        let report = try adopt()
        try Migrator(connection: try database.connect()).run(.up, of: folder, grantingTo: "app")
        return report
    }

    /// The rows that a finding's query shows.
    func rowsShown(_ report: AdoptionReport, _ level: AdoptionFinding.Level) throws -> [Int] {
        try report.findings.filter { $0.level == level }.compactMap(\.query).map { query in
            let deadline = MonotonicClock.now + .seconds(30)
            return try database.connect().execute(Statement("shown", query), [], deadline: deadline).count
        }
    }

    /// The columns of the earlier product's tables that are there.
    func columns() throws -> [(table: String, names: [String])] {
        let tables = [
            "alembic_version", "users", "vapi_credentials", "twilio_credentials", "user_onboarding", "campaigns",
        ]
        return try tables.map { table in
            let query = """
                select attname from pg_attribute
                 where attrelid = to_regclass('\(table)') and attnum > 0 and not attisdropped
                """
            return (table: table, names: try database.texts(query).compactMap { $0 })
        }.filter { !$0.names.isEmpty }
    }

    /// Everything that an adoption could change.
    func state() throws -> [String?] {
        try database.texts(
            """
            select format('%s %s', oid, relfilenode) from pg_class where relnamespace = 'public'::regnamespace
             union all
            select format('%s %s %s %s', attrelid, attname, atttypid, attnotnull) from pg_attribute
              join pg_class on pg_class.oid = attrelid and relnamespace = 'public'::regnamespace
             union all
            select format('%s %s', conname, pg_get_constraintdef(oid)) from pg_constraint
             where connamespace = 'public'::regnamespace
             union all
            select format('%s %s', last_value, is_called) from users_id_seq
             union all
            select to_jsonb(u)::text from users u
             order by 1
            """
        )
    }
}

extension AdoptionReport {
    /// The findings of a level, one `table: sentence` a line.
    func sentences(_ level: AdoptionFinding.Level) -> String {
        findings.filter { $0.level == level }.map { "\($0.table): \($0.sentence)" }.joined(separator: "\n")
    }
}
