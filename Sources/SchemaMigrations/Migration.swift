/// One migration file, read and checked.
public struct Migration: Hashable, Sendable {
    /// Version and name, from the file's name.
    public let file: MigrationFileName
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal. Stored when the migration is applied: a file that
    /// changes afterwards is noticed.
    public let checksum: String
    /// What applies the migration.
    public let up: Section
    /// What undoes it; nil when the file has no `-- migrate:down`, so it cannot be undone.
    public let down: Section?

    /// The version in the file's name.
    public var version: MigrationVersion { file.version }

    /// The statements under `-- migrate:up` or `-- migrate:down`, at least one.
    public struct Section: Hashable, Sendable {
        /// Whether all statements run in one transaction. False after `transaction:false`, which statements such as
        /// `create index concurrently` need.
        public let usesTransaction: Bool
        /// In the order of the file.
        public let statements: [SQLStatement]
    }
}
