/// How one migration stands between folder and database.
public struct MigrationStatus: Hashable, Sendable {
    /// The state. The raw value is the word `migrate status` prints.
    public enum State: String, Sendable {
        /// In both, with the same checksum.
        case applied
        /// In the folder, newer than everything in the database.
        case pending
        /// In both, but the file has changed since.
        case changed
        /// In the database, not in the folder.
        case missing
        /// In the folder, not in the database, and older than something the database has had.
        case skipped
    }

    /// The version.
    public let version: MigrationVersion
    /// The name of the file, there or not.
    public let fileName: String
    /// How it stands.
    public let state: State
    /// When it was applied, as text in UTC; nil when it was not.
    public let appliedAt: String?

    /// The sentence that refuses a run because of this migration; nil when nothing is wrong with it.
    public var problem: String? {
        switch state {
        case .applied, .pending: nil
        case .changed:
            "\(fileName) has changed since it was applied. Restore the file and write a new migration instead."
        case .missing:
            "\(fileName) was applied to this database but is not in the folder. Is the folder from an older release?"
        case .skipped:
            "\(fileName) is older than a migration that was already applied. Give it a newer version."
        }
    }
}
