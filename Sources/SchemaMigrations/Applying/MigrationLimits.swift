/// How long the parts of a run may take.
public struct MigrationLimits: Sendable {
    /// How long to wait for another run to end. Default 60 s.
    public var otherRun: Duration = .seconds(60)
    /// How long a statement may wait for a table that others use (`lock_timeout`). While it waits, everybody who comes
    /// after it waits too, so it is short. Default 5 s, at least 1 ms.
    public var tableLock: Duration = .seconds(5)
    /// How long one statement may run. Default 1 hour.
    public var statement: Duration = .seconds(3600)
    /// How long each statement of the tool's own bookkeeping may run. Default 30 s.
    public var bookkeeping: Duration = .seconds(30)

    /// The defaults.
    public init() {}
}
