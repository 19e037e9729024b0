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
        let isTaken = try session.attempt { () throws(PostgresError) in
            try ledger.lock(waitingAtMost: limits.otherRun, onWait: onWait)
        }
        guard isTaken else { throw .lockedByAnotherRun }
        defer { ledger.unlock() }
        try session.run("\(limits.sessionScript) begin; set local timezone = 'UTC'")
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
        let hasMigrations = try session.attempt { () throws(PostgresError) in try !ledger.applied().isEmpty }
        let origin = Statement("adoption_origin", Survey.origin)
        let objection = try session.texts(origin, [.bool(hasMigrations)], columns: 1).first?.first ?? ""
        if objection == "adopted" { return AdoptionReport(outcome: .adoptedBefore) }
        guard objection.isEmpty else { throw .refused([objection]) }

        let adopted = steps.filter { Self.versions.contains($0.migration.version) }
        var survey = try Survey(adopted, over: session)
        if !survey.isBlocked {
            // From here on nobody writes, so what is found now still holds when it is acted upon.
            let tables = survey.fingerprints.map(\.table).joined(separator: ", ")
            try session.run("lock table \(tables) in access exclusive mode")
            survey = try Survey(adopted, over: session)
        }
        var report = AdoptionReport(outcome: survey.isBlocked ? .blocked : .adopted)
        report.findings = survey.findings
        report.statements = survey.changes.map(\.statement)
        report.recorded = adopted.map(\.migration.file.fileName)
        if report.outcome == .adopted { try carryOut(survey, &report) }
        guard report.outcome == .adopted else { return report }
        try session.attempt { () throws(PostgresError) in
            try ledger.create()
            for step in adopted { try ledger.record(step) }
        }
        try tryOut(steps.filter { !adopted.contains($0) }, &report)
        return report
    }

    private func carryOut(_ survey: Survey, _ report: inout AdoptionReport) throws(MigrationError) {
        let before = try proofs(survey.fingerprints.map { ($0.table, $0.before) })
        for (table, statement) in survey.changes {
            guard let failure = try session.failure(of: statement) else { continue }
            let beginning = statement.prefix { $0 != "\n" }
            return report.add(.blocks, table, "The server refuses '\(beginning) …': \(failure.debugDescription)")
        }
        report.proofs = try proofs(survey.fingerprints.map { ($0.table, $0.after) })
        for (old, new) in zip(before, report.proofs) where old != new {
            report.add(.blocks, new.table, "Its rows would not be the same afterwards.")
        }
    }

    private func proofs(_ queries: [(table: String, query: Statement)]) throws(MigrationError) -> [TableProof] {
        try queries.map { table, query throws(MigrationError) in
            let answer = try session.texts(query, columns: 2).first ?? ["", ""]
            return TableProof(table: table, rows: Int(answer[0]) ?? 0, checksum: answer[1])
        }
    }

    /// Runs what `migrate up` will run next, as far as it can be taken back, and takes it back.
    private func tryOut(_ steps: [MigrationStep], _ report: inout AdoptionReport) throws(MigrationError) {
        try session.run("savepoint later")
        for step in steps {
            let (file, table) = (step.migration.file.fileName, "schema_migrations")
            guard step.section.usesTransaction else {
                report.add(.notes, table, "\(file) runs without a transaction: it was not tried, nor what follows.")
                break
            }
            for statement in step.section.statements {
                guard let failure = try session.failure(of: statement.text) else { continue }
                let place = "\(file):\(statement.position.line):\(statement.position.column)"
                return report.add(.blocks, table, "'migrate up' would fail at \(place): \(failure.debugDescription)")
            }
            try session.run("set local search_path to default")
        }
        try session.run("rollback to savepoint later")
    }
}
