internal import Platform
internal import Postgres

/// Runs one step and writes it down.
struct StepRunner {
    let connection: Connection
    let ledger: MigrationLedger
    let limits: MigrationLimits

    func run(_ step: MigrationStep) throws(MigrationError) {
        do {
            try connection.run(script: sessionScript, deadline: MonotonicClock.now + limits.bookkeeping)
            if step.section.usesTransaction { try control("begin") }
        } catch {
            throw .database(error)
        }
        for statement in step.section.statements {
            try run(step, at: statement.position) { () throws(PostgresError) in
                try connection.run(script: statement.text, deadline: MonotonicClock.now + limits.statement)
            }
        }
        let end = step.section.statements.last?.position ?? SourcePosition(line: 1, column: 1)
        try run(step, at: end) { () throws(PostgresError) in
            // Whatever the migration did to the path, the ledger is found where it was found before.
            try control("reset search_path")
            try ledger.record(step)
            if step.section.usesTransaction { try control("commit") }
        }
    }

    /// Undoes what an earlier migration may have set for the session. A migration may run long, but must not make
    /// others wait long for a table.
    private var sessionScript: String {
        """
        reset all;
        set statement_timeout = 0;
        set idle_in_transaction_session_timeout = 0;
        set lock_timeout = \(max(1, limits.tableLock.wholeMilliseconds));
        """
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
        do {
            try control("rollback")
            return .rolledBack
        } catch {
            return .unknown
        }
    }

    private func control(_ command: String) throws(PostgresError) {
        try connection.run(script: command, deadline: MonotonicClock.now + limits.bookkeeping)
    }
}
