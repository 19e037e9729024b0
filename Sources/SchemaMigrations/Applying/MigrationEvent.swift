/// What happens during a run, for whoever shows it.
public enum MigrationEvent: Sendable {
    /// Another run holds the lock; this one waits.
    case waitingForAnotherRun
    /// A step has begun.
    case stepStarted(MigrationStep)
    /// A step has been committed.
    case stepFinished(MigrationStep)
    /// The application's role has its rights.
    case roleGranted(String)
}
