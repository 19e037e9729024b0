/// The schema version this build of the application needs.
///
/// A worker is ready only when the database has reached it.
public enum SchemaVersion {
    /// The version of the newest file in `Migrations/` when the program was built: see the plugin `NewestMigration`.
    public static let required = newestMigration

    /// One row, one boolean: whether the database has reached the version bound to `:version`.
    ///
    /// The application role may read `schema_migrations`. On a database that was never migrated the table does not
    /// exist and the statement fails with SQLSTATE 42P01: not ready either.
    public static let isReachedStatement = "select coalesce(max(version), 0) >= :version::bigint from schema_migrations"
}
