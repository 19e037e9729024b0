/// A row of `schema_migrations`: a migration this database has had.
public struct AppliedMigration: Hashable, Sendable {
    /// The version in the file's name.
    public let version: MigrationVersion
    /// The name between version and `.sql`.
    public let name: String
    /// The checksum the file had when it was applied.
    public let checksum: String
    /// When, in UTC, as text: RFC 3339, whole seconds.
    public let appliedAt: String

    /// A row from its columns.
    public init(version: MigrationVersion, name: String, checksum: String, appliedAt: String) {
        self.version = version
        self.name = name
        self.checksum = checksum
        self.appliedAt = appliedAt
    }

    /// The name of the file this row came from.
    public var fileName: String { "\(version)_\(name).sql" }
}
