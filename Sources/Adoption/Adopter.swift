internal import Platform
public import Postgres
public import SchemaMigrations

/// Takes over a database that the audited product's migrations have made, without touching what is in it.
///
/// Everything happens in one transaction, under the lock that migrations hold: it is done as a whole or not at all. The
/// tables are locked meanwhile, so nobody writes between looking and changing. What is there already is written down in
/// `schema_migrations` as applied; the other migrations are tried and taken back: they follow with ``Migrator``.
/// `alembic_version` is not touched. For one thread.
public struct Adopter {
    private let session: Session
    private let limits: MigrationLimits
    private let ledger: MigrationLedger

    /// The migrations that create `users`, `vapi_credentials`, `twilio_credentials` and `user_onboarding`.
    private static let versions = [
        2025_10_28_09_00_00, 2025_10_28_09_01_00, 2025_10_28_09_02_00, 2025_10_28_09_03_00,
    ].map(MigrationVersion.init(number:))

    /// What findings about later migrations are filed under.
    private static let later = "schema_migrations"

    /// An adopter that uses the connection alone until its calls return. The role must own the tables.
    public init(connection: Connection, limits: MigrationLimits = MigrationLimits()) {
        session = Session(connection: connection, patience: limits.statement)
        self.limits = limits
        ledger = MigrationLedger(connection: connection, patience: limits.bookkeeping)
    }

    /// Looks at the database and, unless something blocks it, adopts it.
    ///
    /// - Parameters:
    ///   - isDryRun: do the same, and take all of it back. The tables are locked meanwhile, as they are otherwise.
    ///   - onWait: called once when another run holds the lock.
    /// - Throws: ``MigrationError``, of case `refused` when the database is none to adopt or a table is in use for longer
    ///   than ``MigrationLimits/tableLock``.
    public func run(
        of folder: MigrationSet,
        isDryRun: Bool,
        onWait: () -> Void = {}
    ) throws(MigrationError) -> AdoptionReport {
        let missing = Self.versions.filter { folder[$0] == nil }
        guard missing.isEmpty else {
            throw .refused(missing.map { "The folder lacks migration \($0), which adoption stands on." })
        }
        let steps = try MigrationPlanner.steps(.up, of: folder, applied: [])
        let lock = MigrationLock(connection: session.connection, patience: limits.bookkeeping)
        let isTaken = try bookkeeping { () throws(PostgresError) in
            try lock.acquire(waitingAtMost: limits.otherRun, onWait: onWait)
        }
        guard isTaken else { throw .lockedByAnotherRun }
        // A lock that cannot be given back ends with its connection, which is then broken.
        defer { try? lock.release() }
        try session.run(
            """
            reset all;
            set statement_timeout = 0;
            set idle_in_transaction_session_timeout = 0;
            set lock_timeout = \(max(1, limits.tableLock.wholeMilliseconds));
            begin;
            set local timezone = 'UTC'
            """
        )
        do {
            var report = try adopt(steps)
            if isDryRun, report.outcome == .adopted { report.outcome = .possible }
            try session.run(report.outcome == .adopted ? "commit" : "rollback")
            return report
        } catch {
            try? session.run("rollback")
            throw error
        }
    }

    private func adopt(_ steps: [MigrationStep]) throws(MigrationError) -> AdoptionReport {
        guard try isEarlierProduct() else { return AdoptionReport(outcome: .adoptedBefore) }
        let adopted = steps.filter { Self.versions.contains($0.migration.version) }
        var survey = try Survey(adopted, over: session)
        if !survey.isBlocked {
            // From here on nobody writes, so what is found now still holds when it is acted upon.
            let tables = survey.fingerprints.map(\.table).joined(separator: ", ")
            try session.run("lock table \(tables) in access exclusive mode")
            survey = try Survey(adopted, over: session)
        }
        var report = AdoptionReport(outcome: .blocked)
        report.findings = survey.findings
        report.statements = survey.changes.map(\.statement)
        report.recorded = adopted.map(\.migration.file.fileName)
        if survey.isBlocked { return report }
        let before = try survey.fingerprints.map { fingerprint throws(MigrationError) in
            try proof(of: fingerprint.table, fingerprint.before)
        }
        for (table, statement) in survey.changes {
            guard let refusal = try session.refusal(of: statement) else { continue }
            let beginning = statement.prefix { $0 != "\n" }
            report.add(.blocks, table, "The server refuses '\(beginning) …': \(refusal.debugDescription)")
            return report
        }
        report.proofs = try survey.fingerprints.map { fingerprint throws(MigrationError) in
            try proof(of: fingerprint.table, fingerprint.after)
        }
        let changed = zip(before, report.proofs).filter { $0 != $1 }.map(\.0.table)
        guard changed.isEmpty else {
            throw .refused(changed.map { "The rows of \($0) would not be the same afterwards. Nothing was changed." })
        }
        try bookkeeping { () throws(PostgresError) in
            try ledger.create()
            for step in adopted { try ledger.record(step) }
        }
        report.outcome = .adopted
        try tryOut(steps.filter { !Self.versions.contains($0.migration.version) }, &report)
        return report
    }

    private func isEarlierProduct() throws(MigrationError) -> Bool {
        let hasMigrations = try bookkeeping { () throws(PostgresError) in try !ledger.applied().isEmpty }
        let answer = try session.texts(Self.origin, [.bool(hasMigrations)], columns: 2).first ?? []
        if let refusal = answer.last, !refusal.isEmpty { throw .refused([refusal]) }
        return answer.first != "adopted"
    }

    /// Runs what `migrate up` will run next, as far as it can be taken back, and takes it back.
    private func tryOut(_ steps: [MigrationStep], _ report: inout AdoptionReport) throws(MigrationError) {
        try session.run("savepoint later")
        for step in steps {
            let file = step.migration.file.fileName
            guard step.section.usesTransaction else {
                report.add(
                    .notes,
                    Self.later,
                    "\(file) runs without a transaction: it was not tried, nor what follows."
                )
                break
            }
            for statement in step.section.statements {
                guard let refusal = try session.refusal(of: statement.text) else { continue }
                let place = "\(file):\(statement.position.line):\(statement.position.column)"
                report.add(.blocks, Self.later, "'migrate up' would fail at \(place): \(refusal.debugDescription)")
                return
            }
            try session.run("set local search_path to default")
        }
        try session.run("rollback to savepoint later")
    }

    private func proof(of table: String, _ query: Statement) throws(MigrationError) -> TableProof {
        let answer = try session.texts(query, columns: 2).first ?? []
        return TableProof(table: table, rows: answer.first.flatMap { Int($0) } ?? 0, checksum: answer.last ?? "")
    }

    private func bookkeeping<Result>(_ work: () throws(PostgresError) -> Result) throws(MigrationError) -> Result {
        do {
            return try work()
        } catch {
            throw .database(error)
        }
    }
}
