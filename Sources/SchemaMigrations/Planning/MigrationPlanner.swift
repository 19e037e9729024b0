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
                    row.checksum == migration.checksum && row.name == migration.file.name ? .applied : .changed
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
