/// Compares a folder with a database and says what to run. Pure: values in, values out.
public enum MigrationPlanner {
    /// How every migration stands that is in the folder or in the database, oldest first.
    public static func status(of folder: MigrationSet, applied: [AppliedMigration]) -> [MigrationStatus] {
        let newest = applied.map(\.version).max()
        let rows = Dictionary(applied.map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
        let known = folder.migrations.map { migration in
            let row = rows[migration.version]
            let state: MigrationStatus.State =
                if let row {
                    ([migration.checksum] + migration.replacedChecksums).contains(row.checksum)
                        && row.name == migration.file.name ? .applied : .changed
                } else {
                    newest.map { migration.version < $0 } ?? false ? .skipped : .pending
                }
            return MigrationStatus(
                version: migration.version,
                fileName: migration.file.fileName,
                state: state,
                appliedAt: row?.appliedAt
            )
        }
        let missing = applied.filter { folder[$0.version] == nil }.map {
            MigrationStatus(version: $0.version, fileName: $0.fileName, state: .missing, appliedAt: $0.appliedAt)
        }
        return (known + missing).sorted { $0.version < $1.version }
    }

    /// The steps of a run, in order; empty when there is nothing to do.
    ///
    /// - Throws: ``MigrationError`` with every reason that speaks against the run. A run in which anything is unclear
    ///   changes nothing.
    public static func steps(
        _ direction: MigrationDirection,
        of folder: MigrationSet,
        applied: [AppliedMigration]
    ) throws(MigrationError) -> [MigrationStep] {
        let status = status(of: folder, applied: applied)
        switch direction {
        case .up:
            try refuse(status.compactMap(\.problem))
            return status.filter { $0.state == .pending }.compactMap { folder[$0.version] }.map {
                MigrationStep(action: .apply, migration: $0, section: $0.up)
            }
        case .down(let steps):
            let newest = status.filter { $0.appliedAt != nil }.reversed().prefix(max(0, steps))
            try refuse(newest.compactMap(\.problem))
            let undone = newest.compactMap { folder[$0.version] }
            try refuse(
                undone.filter { $0.down == nil }.map {
                    "\($0.file.fileName) has no '-- migrate:down': it cannot be undone."
                }
            )
            return undone.compactMap { migration in
                migration.down.map { MigrationStep(action: .undo, migration: migration, section: $0) }
            }
        }
    }

    private static func refuse(_ problems: [String]) throws(MigrationError) {
        guard problems.isEmpty else { throw .refused(problems) }
    }
}

/// What a run is to do.
public enum MigrationDirection: Hashable, Sendable {
    /// Apply every migration the database has not had.
    case up
    /// Undo the newest `steps` migrations, newest first. More than there are means all.
    case down(steps: Int)
}

/// One migration to apply or to undo.
public struct MigrationStep: Hashable, Sendable {
    /// Whether the migration is applied or undone.
    public enum Action: Hashable, Sendable {
        /// `-- migrate:up`
        case apply
        /// `-- migrate:down`
        case undo
    }

    /// Applied or undone.
    public let action: Action
    /// The migration.
    public let migration: Migration
    /// The statements of the step.
    public let section: Migration.Section
}

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

    /// The name of the file this row came from.
    public var fileName: String { "\(version)_\(name).sql" }
}
