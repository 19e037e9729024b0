internal import Platform
public import Postgres

/// Takes over a database that the audited product's migrations have made, without touching what is in it.
///
/// Everything happens in one transaction, under the lock that migrations hold: it is done as a whole or not at all. The
/// tables are locked meanwhile, so nobody writes between looking and changing. What is there already is written down in
/// `schema_migrations` as applied; the other migrations follow with ``Migrator``. `alembic_version` is not touched.
/// For one thread.
public struct Adopter {
    private let connection: Connection
    private let limits: MigrationLimits
    private let ledger: MigrationLedger
    private let reader: ShapeReader

    /// The revisions of the audited product whose tables this release knows.
    static let knownRevisions = ["ffacb20841b4", "c256afd5baca"]

    /// An adopter that uses the connection alone until its calls return. The role must own the tables.
    public init(connection: Connection, limits: MigrationLimits = MigrationLimits()) {
        self.connection = connection
        self.limits = limits
        ledger = MigrationLedger(connection: connection, patience: limits.bookkeeping)
        reader = ShapeReader(connection: connection, patience: limits.bookkeeping)
    }

    /// Looks at the database and, unless something blocks it or `isDryRun` is set, adopts it.
    ///
    /// A dry run changes nothing and locks no table against others.
    /// - Parameter onWait: called once when another run holds the lock.
    /// - Throws: ``MigrationError``, of case `refused` when the database is none to adopt.
    public func run(
        of folder: MigrationSet,
        isDryRun: Bool,
        onWait: () -> Void = {}
    ) throws(MigrationError) -> AdoptionReport {
        if isDryRun { return try inTransaction(of: folder, isDryRun: true) }
        let lock = MigrationLock(connection: connection, patience: limits.bookkeeping)
        guard
            try database({ () throws(PostgresError) in try lock.acquire(waitingAtMost: limits.otherRun, onWait: onWait)
            })
        else { throw .lockedByAnotherRun }
        // A lock that cannot be given back ends with its connection, which is then broken.
        defer { try? lock.release() }
        return try inTransaction(of: folder, isDryRun: false)
    }

    private func inTransaction(of folder: MigrationSet, isDryRun: Bool) throws(MigrationError) -> AdoptionReport {
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
            let report = try adopt(folder, isDryRun: isDryRun)
            try run(report.outcome == .adopted ? "commit" : "rollback")
            return report
        } catch {
            try? run("rollback")
            throw error
        }
    }

    private func adopt(_ folder: MigrationSet, isDryRun: Bool) throws(MigrationError) -> AdoptionReport {
        switch try database(origin) {
        case .earlierProduct: break
        case .adopted: return AdoptionReport(.adoptedBefore)
        case .other(let sentence): throw .refused([sentence])
        }
        let blueprint = try Blueprint(from: folder, reader: reader)
        let plan = try judge(blueprint)
        if isDryRun || plan.isBlocked { return try carryOut(plan, blueprint, isDryRun: isDryRun) }
        // From here on nobody writes, so what is found now still holds when it is acted upon.
        try execute("lock table \(plan.comparisons.map(\.name).joined(separator: ", ")) in access exclusive mode")
        return try carryOut(try judge(blueprint), blueprint, isDryRun: false)
    }

    private func carryOut(
        _ plan: AdoptionPlan,
        _ blueprint: Blueprint,
        isDryRun: Bool
    ) throws(MigrationError) -> AdoptionReport {
        var report = AdoptionReport(plan.isBlocked ? .blocked : isDryRun ? .possible : .adopted)
        report.findings = plan.findings
        report.statements = plan.statements
        report.recorded = blueprint.entries.map(\.migration.file.fileName)
        guard report.outcome == .adopted else { return report }
        let before = try proofs(of: plan, .before)
        for statement in plan.statements { try execute(statement) }
        report.proofs = try proofs(of: plan, .after)
        let changed = zip(before, report.proofs).filter { $0 != $1 }.map(\.0.table)
        guard changed.isEmpty else {
            throw .refused(
                changed.map { "The rows of \($0) would not be the same afterwards. Everything was rolled back." }
            )
        }
        try database { () throws(PostgresError) in
            try ledger.create()
            for entry in blueprint.entries {
                let migration = entry.migration
                try ledger.record(MigrationStep(action: .apply, migration: migration, section: migration.up))
            }
        }
        return report
    }

    private func proofs(
        of plan: AdoptionPlan,
        _ moment: RowFingerprint.Moment
    ) throws(MigrationError) -> [TableProof] {
        let fingerprint = RowFingerprint(connection: connection, patience: limits.statement)
        return try database { () throws(PostgresError) in
            var proofs: [TableProof] = []
            for comparison in plan.comparisons { proofs.append(try fingerprint.proof(of: comparison, moment)) }
            return proofs
        }
    }

    private func origin() throws(PostgresError) -> DatabaseOrigin {
        var signs = DatabaseOrigin.Signs()
        signs.tables = try reader.tableNames()
        signs.userColumns = Set(try reader.tables(["users"]).first?.columns.map(\.name) ?? [])
        signs.hasMigrations = try !ledger.applied().isEmpty
        return DatabaseOrigin(signs)
    }

    private func judge(_ blueprint: Blueprint) throws(MigrationError) -> AdoptionPlan {
        try database { () throws(PostgresError) in
            let found = try reader.tables(blueprint.entries.map(\.table.name))
            let survey = RowSurvey(connection: connection, patience: limits.statement)
            var plan = AdoptionPlan()
            for entry in blueprint.entries {
                if let table = found.first(where: { $0.name == entry.table.name }) {
                    let comparison = TableComparison(needed: entry.table, found: table)
                    plan.add(comparison, try survey.answers(to: comparison))
                } else {
                    plan.addMissingTable(entry)
                }
            }
            if try reader.tableNames().contains("alembic_version") {
                plan.note(revisions: try text(Self.revisions) ?? "")
            }
            plan.note(timeZone: try text(Self.timeZone) ?? "")
            return plan
        }
    }

    private func text(_ statement: Statement) throws(PostgresError) -> String? {
        try connection.execute(statement, [], deadline: MonotonicClock.now + limits.bookkeeping).first?.text(0)
    }

    private func execute(_ statement: String) throws(MigrationError) {
        do {
            try connection.run(script: statement, deadline: MonotonicClock.now + limits.statement)
        } catch {
            throw .adoptionFailed(statement: statement, cause: error)
        }
    }

    private func run(_ script: String) throws(MigrationError) {
        do {
            try connection.run(script: script, deadline: MonotonicClock.now + limits.bookkeeping)
        } catch {
            throw .database(error)
        }
    }

    private func database<Result>(_ work: () throws(PostgresError) -> Result) throws(MigrationError) -> Result {
        do {
            return try work()
        } catch {
            throw .database(error)
        }
    }

    private static let revisions = Statement(
        "adoption_revisions",
        "select string_agg(to_jsonb(a) ->> 'version_num', ', ' order by 1) from alembic_version a"
    )

    private static let timeZone = Statement(
        "adoption_time_zone",
        "select reset_val from pg_settings where name = 'TimeZone'"
    )
}
