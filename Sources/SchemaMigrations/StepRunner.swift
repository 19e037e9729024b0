internal import Platform
internal import Postgres

/// Runs one step and writes it down.
struct StepRunner {
    let ledger: MigrationLedger
    let limits: MigrationLimits

    func run(_ step: MigrationStep) throws(MigrationError) {
        do {
            try ledger.run(limits.sessionScript)
            if step.section.usesTransaction { try ledger.run("begin") }
        } catch {
            throw .database(error)
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
        do {
            try ledger.run("rollback")
            return .rolledBack
        } catch {
            return .unknown
        }
    }
}
