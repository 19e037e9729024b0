internal import Platform
public import Postgres

/// Applies and undoes migrations over one connection of the role that owns the tables.
///
/// The connection must lead to PostgreSQL itself, not to a pooler in transaction mode, which loses the lock.
/// For one thread.
public struct Migrator {
    private let limits: MigrationLimits
    private let ledger: MigrationLedger

    /// A migrator that uses the connection alone until its calls return.
    public init(connection: Connection, limits: MigrationLimits = MigrationLimits()) {
        self.limits = limits
        ledger = MigrationLedger(connection: connection, patience: limits.bookkeeping)
    }

    /// How every migration stands. Changes nothing and takes no lock.
    public func status(of folder: MigrationSet) throws(MigrationError) -> [MigrationStatus] {
        MigrationPlanner.status(of: folder, applied: try applied())
    }

    /// What ``run(_:of:grantingTo:report:)`` would do now. Changes nothing and takes no lock.
    public func plan(
        _ direction: MigrationDirection,
        of folder: MigrationSet
    ) throws(MigrationError) -> [MigrationStep] {
        try MigrationPlanner.steps(direction, of: folder, applied: try applied())
    }

    /// Runs the steps from the database's state to the asked one: under a lock that keeps other runs out, each
    /// migration in a transaction of its own. A run that finds nothing to do succeeds.
    ///
    /// - Parameters:
    ///   - role: the application's role, which gets its rights after `.up`; nil, or the connection's own role, for none.
    ///   - report: called for each ``MigrationEvent`` as it happens.
    /// - Returns: the steps that were taken.
    /// - Throws: ``MigrationError``. Steps before the one that failed stay.
    @discardableResult
    public func run(
        _ direction: MigrationDirection,
        of folder: MigrationSet,
        grantingTo role: String? = nil,
        report: (MigrationEvent) -> Void = { _ in }
    ) throws(MigrationError) -> [MigrationStep] {
        let isTaken = try database { () throws(PostgresError) in
            try ledger.lock(waitingAtMost: limits.otherRun) { report(.waitingForAnotherRun) }
        }
        guard isTaken else { throw .lockedByAnotherRun }
        defer { ledger.unlock() }
        return try runLocked(direction, of: folder, grantingTo: role, report: report)
    }

    private func runLocked(
        _ direction: MigrationDirection,
        of folder: MigrationSet,
        grantingTo role: String?,
        report: (MigrationEvent) -> Void
    ) throws(MigrationError) -> [MigrationStep] {
        // Read only now: the run that was waited for may have done everything.
        let steps = try plan(direction, of: folder)
        let grants = direction == .up ? try grants(to: role) : nil
        try database { () throws(PostgresError) in try ledger.create() }
        for step in steps {
            report(.stepStarted(step))
            try run(step)
            report(.stepFinished(step))
        }
        if let grants {
            try database { () throws(PostgresError) in try grants.apply() }
            report(.roleGranted(grants.role))
        }
        return steps
    }

    private func applied() throws(MigrationError) -> [AppliedMigration] {
        try database { () throws(PostgresError) in try ledger.applied() }
    }

    private func grants(to role: String?) throws(MigrationError) -> RoleGrants? {
        guard let role else { return nil }
        let grants = RoleGrants(ledger: ledger, role: role)
        switch try database({ () throws(PostgresError) in try grants.isOtherRole() }) {
        case true: return grants
        case false: return nil
        case nil: throw .refused(["The application's role \(role) does not exist on this server. Create it first."])
        }
    }

    /// Runs one step and writes it down.
    private func run(_ step: MigrationStep) throws(MigrationError) {
        try database { () throws(PostgresError) in
            try ledger.run(limits.sessionScript)
            if step.section.usesTransaction { try ledger.run("begin") }
        }
        for statement in step.section.statements {
            try run(step, at: statement.position) { () throws(PostgresError) in
                try ledger.connection.run(script: statement.text, deadline: MonotonicClock.now + limits.statement)
            }
        }
        let end = step.section.statements.last?.position ?? .start
        try run(step, at: end) { () throws(PostgresError) in
            // Whatever the migration did to the path, the ledger is found where it was found before.
            try ledger.run("reset search_path")
            try ledger.record(step)
            if step.section.usesTransaction { try ledger.run("commit") }
        }
    }

    private func run(
        _ step: MigrationStep,
        at position: SourcePosition,
        _ work: () throws(PostgresError) -> Void
    ) throws(MigrationError) {
        do {
            try work()
        } catch {
            let outcome = outcomeAfterFailure(of: step)
            let file = step.migration.file.fileName
            throw .statementFailed(MigrationFailure(file: file, position: position, outcome: outcome, cause: error))
        }
    }

    private func outcomeAfterFailure(of step: MigrationStep) -> MigrationFailure.Outcome {
        guard step.section.usesTransaction else { return .partlyApplied }
        return (try? ledger.run("rollback")) == nil ? .unknown : .rolledBack
    }

    private func database<Result>(_ work: () throws(PostgresError) -> Result) throws(MigrationError) -> Result {
        do {
            return try work()
        } catch {
            throw .database(error)
        }
    }
}

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

    /// Undoes what an earlier migration may have set for the session. A migration may run long, but must not make others
    /// wait long for a table.
    package var sessionScript: String {
        """
        reset all;
        set statement_timeout = 0;
        set idle_in_transaction_session_timeout = 0;
        set lock_timeout = \(max(1, tableLock.wholeMilliseconds));
        """
    }
}
