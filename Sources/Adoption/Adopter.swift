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
    private static let adopted = [
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
        let steps = try MigrationPlanner.steps(.up, of: folder, applied: [])
        let missing = Self.adopted.filter { folder[$0] == nil }
        guard missing.isEmpty else {
            throw .refused(missing.map { "The folder lacks migration \($0), which adoption stands on." })
        }
        let lock = MigrationLock(connection: session.connection, patience: limits.bookkeeping)
        let isTaken = try database { () throws(PostgresError) in
            try lock.acquire(waitingAtMost: limits.otherRun, onWait: onWait)
        }
        guard isTaken else { throw .lockedByAnotherRun }
        // A lock that cannot be given back ends with its connection, which is then broken.
        defer { try? lock.release() }
        return try inTransaction(steps, isDryRun: isDryRun)
    }

    private func inTransaction(_ steps: [MigrationStep], isDryRun: Bool) throws(MigrationError) -> AdoptionReport {
        try run(
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
            try run(report.outcome == .adopted ? "commit" : "rollback")
            return report
        } catch {
            try? run("rollback")
            throw error
        }
    }

    private func adopt(_ steps: [MigrationStep]) throws(MigrationError) -> AdoptionReport {
        guard try isEarlierProduct() else { return AdoptionReport(outcome: .adoptedBefore) }
        let (adopted, later) = (
            steps.filter { Self.adopted.contains($0.migration.version) },
            steps.filter { !Self.adopted.contains($0.migration.version) }
        )
        let look = { () throws(PostgresError) in try Survey(adopted, over: session) }
        var survey = try database(look)
        if !survey.isBlocked {
            // From here on nobody writes, so what is found now still holds when it is acted upon.
            try run("lock table \(survey.fingerprints.map(\.table).joined(separator: ", ")) in access exclusive mode")
            survey = try database(look)
        }
        var report = AdoptionReport(outcome: .blocked)
        report.findings = survey.findings
        report.statements = survey.changes.map(\.statement)
        report.recorded = adopted.map(\.migration.file.fileName)
        if survey.isBlocked { return report }
        let before = try proofs(survey.fingerprints, \.before)
        for change in survey.changes {
            if let refusal = try refusal(of: change.statement) {
                let sentence = "The server refuses '\(change.statement.prefix { $0 != "\n" }) …': \(refusal)"
                report.findings.append(AdoptionFinding(level: .blocks, table: change.table, sentence: sentence))
                return report
            }
        }
        report.proofs = try proofs(survey.fingerprints, \.after)
        let changed = zip(before, report.proofs).filter { $0 != $1 }.map(\.0.table)
        guard changed.isEmpty else {
            throw .refused(changed.map { "The rows of \($0) would not be the same afterwards. Nothing was changed." })
        }
        try database { () throws(PostgresError) in
            try ledger.create()
            for step in adopted { try ledger.record(step) }
        }
        let news = try findings(aboutLater: later)
        report.findings += news
        if !news.contains(where: { $0.level == .blocks }) { report.outcome = .adopted }
        return report
    }

    private func isEarlierProduct() throws(MigrationError) -> Bool {
        let answer = try database { () throws(PostgresError) in
            let hasMigrations = try !ledger.applied().isEmpty
            return try session.rows(Self.origin, [.bool(hasMigrations)]) { row throws(PostgresError) in
                (isAdopted: try row.bool(0) ?? false, refusal: try row.text(1))
            }.first
        }
        if answer?.isAdopted == true { return false }
        if let refusal = answer?.refusal { throw .refused([refusal]) }
        return true
    }

    /// Tries what `migrate up` would do next, as far as that can be taken back.
    private func findings(aboutLater steps: [MigrationStep]) throws(MigrationError) -> [AdoptionFinding] {
        try run("savepoint later")
        for step in steps {
            let file = step.migration.file.fileName
            guard step.section.usesTransaction else {
                let sentence = "\(file) runs without a transaction: it was not tried, nor what follows it."
                return [AdoptionFinding(level: .notes, table: "schema_migrations", sentence: sentence)]
            }
            for statement in step.section.statements {
                guard let refusal = try refusal(of: statement.text) else { continue }
                let place = "\(file):\(statement.position.line):\(statement.position.column)"
                let sentence = "'migrate up' would then fail at \(place): \(refusal)"
                return [AdoptionFinding(level: .blocks, table: "schema_migrations", sentence: sentence)]
            }
            try run("set local search_path to default")
        }
        try run("rollback to savepoint later")
        return []
    }

    private func proofs(
        _ fingerprints: [Survey.Fingerprint],
        _ query: KeyPath<Survey.Fingerprint, Statement>
    ) throws(MigrationError) -> [TableProof] {
        try database { () throws(PostgresError) in
            var proofs: [TableProof] = []
            for fingerprint in fingerprints {
                proofs += try session.rows(fingerprint[keyPath: query]) { row throws(PostgresError) in
                    TableProof(table: fingerprint.table, rows: try row.integer(0) ?? 0, checksum: try row.text(1) ?? "")
                }
            }
            return proofs
        }
    }

    /// Runs a statement.
    /// - Returns: what the server has against it; nil when it was done.
    /// - Throws: when it failed for a reason that passes.
    private func refusal(of statement: String) throws(MigrationError) -> String? {
        do {
            try session.run(statement)
            return nil
        } catch  where error.kind == .server && !Self.passing.contains(error.sqlState?.prefix(2) ?? "") {
            return error.debugDescription
        } catch {
            throw Self.failure(error)
        }
    }

    /// The classes of SQLSTATE that are about the server's state: deadlocks, resources, locks, shutting down.
    private static let passing: Set<Substring> = ["40", "53", "55", "57", "58"]

    private func run(_ script: String) throws(MigrationError) {
        try database { () throws(PostgresError) in try session.run(script) }
    }

    private func database<Result>(_ work: () throws(PostgresError) -> Result) throws(MigrationError) -> Result {
        do {
            return try work()
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: PostgresError) -> MigrationError {
        guard error.sqlState == "55P03" else { return .database(error) }
        return .refused(["A table is in use: stop the earlier product, then run again. Nothing was changed."])
    }
}
