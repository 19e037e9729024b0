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
