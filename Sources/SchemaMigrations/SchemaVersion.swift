/// The schema version this build of the application needs.
///
/// A worker is ready only when the database has reached it. It equals the version of the newest file in `Migrations/`;
/// a test compares the two.
public enum SchemaVersion {
    /// The newest migration this build knows. A new migration file raises it in the same commit.
    public static let required = MigrationVersion(number: 2026_11_27_23_00_00)

    /// One row, one boolean: whether the database has reached the version bound to `:version`.
    ///
    /// The application role may read `schema_migrations`. On a database that was never migrated the table does not
    /// exist and the statement fails with SQLSTATE 42P01: not ready either.
    public static let isReachedStatement = "select coalesce(max(version), 0) >= :version::bigint from schema_migrations"
}
