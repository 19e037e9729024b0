internal import Postgres
internal import SchemaMigrations

/// A look at the tables, from inside a transaction: what follows for them, and how to prove that no value changes.
///
/// What they should be is not written down a second time: the migrations themselves make it, in the session's schema for
/// temporary tables. SQL then compares both in the catalogue. Nothing of it is left behind.
struct Survey {
    let findings: [AdoptionFinding]
    /// Statements that change a table, or make it, in order.
    let changes: [(table: String, statement: String)]
    /// For each table that is there, the queries that sum up its rows before and after.
    let fingerprints: [(table: String, before: Statement, after: Statement)]

    var isBlocked: Bool { findings.contains { $0.level == .blocks } }

    /// - Parameter steps: what makes the needed tables, each one of them.
    init(_ steps: [MigrationStep], over session: Session) throws(MigrationError) {
        try session.run("savepoint survey; set local search_path = pg_temp")
        try session.run(Self.shapes)
        for step in steps {
            let script = step.section.statements.map(\.text).joined(separator: "\n")
            try session.run(script)
            let creation = Parameter.text(script.hasSuffix(";") ? String(script.dropLast()) : script)
            try session.texts(Statement("adoption_new_table", Self.newTable), [creation], columns: 0)
        }
        for script in [Self.neededShapes, Self.questions, Self.verdicts] { try session.run(script) }
        findings = try session.texts(Statement("adoption_findings", Self.findings), columns: 4).map {
            let level = AdoptionFinding.Level(rawValue: $0[0]) ?? .blocks
            return AdoptionFinding(level: level, table: $0[1], sentence: $0[2], query: $0[3].isEmpty ? nil : $0[3])
        }
        changes = try session.texts(Statement("adoption_changes", Self.changes), columns: 2).map { ($0[0], $0[1]) }
        fingerprints = try session.texts(Statement("adoption_fingerprints", Self.fingerprints), columns: 3).map {
            ($0[0], Statement("adoption_before_\($0[0])", $0[1]), Statement("adoption_after_\($0[0])", $0[2]))
        }
        try session.run("rollback to savepoint survey; release savepoint survey")
    }
}
