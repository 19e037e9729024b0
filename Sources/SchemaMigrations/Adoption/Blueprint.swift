internal import Platform
internal import Postgres

/// The tables that adoption brings an older database to: what the migrations that the older product's tables stand for
/// make of an empty schema.
///
/// It is read from the migrations themselves, so there is no second description of the tables that could be wrong.
struct Blueprint {
    /// A migration and the one table it creates.
    struct Entry {
        let migration: Migration
        let table: TableShape
    }

    /// In the order of the migrations.
    let entries: [Entry]

    /// The migrations that create `users`, `vapi_credentials`, `twilio_credentials` and `user_onboarding`.
    static let versions = [
        MigrationVersion(number: 2025_10_28_09_00_00),
        MigrationVersion(number: 2025_10_28_09_01_00),
        MigrationVersion(number: 2025_10_28_09_02_00),
        MigrationVersion(number: 2025_10_28_09_03_00),
    ]

    /// Runs the migrations in the session's own schema for temporary tables, looks, and rolls back. Inside a
    /// transaction.
    /// - Throws: ``MigrationError``, when the folder lacks one of the migrations or the server refuses them.
    init(from folder: MigrationSet, reader: ShapeReader) throws(MigrationError) {
        let missing = Self.versions.filter { folder[$0] == nil }
        guard missing.isEmpty else {
            throw .refused(missing.map { "The folder lacks migration \($0), which adoption stands on." })
        }
        do {
            entries = try Self.build(Self.versions.compactMap { folder[$0] }, reader)
        } catch {
            throw .database(error)
        }
    }

    private static func build(_ migrations: [Migration], _ reader: ShapeReader) throws(PostgresError) -> [Entry] {
        func run(_ script: String) throws(PostgresError) {
            try reader.connection.run(script: script, deadline: MonotonicClock.now + reader.patience)
        }
        try run("savepoint blueprint; set local search_path = pg_temp")
        var entries: [Entry] = []
        for migration in migrations {
            let known = try reader.tableNames()
            for statement in migration.up.statements { try run(statement.text) }
            let new = try reader.tableNames().subtracting(known)
            for table in try reader.tables(new.sorted()) { entries.append(Entry(migration: migration, table: table)) }
        }
        try run("rollback to savepoint blueprint; release savepoint blueprint")
        return entries
    }
}
