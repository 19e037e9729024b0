internal import Platform
internal import Postgres
internal import SchemaMigrations

/// A look at the tables, from inside a transaction: what follows for them, and how to prove that no value changes.
///
/// What they should be is not written down a second time: the migrations themselves make it, in the session's schema for
/// temporary tables. SQL then compares both in the catalogue. Nothing of it is left behind.
struct Survey {
    /// A statement that changes a table, or makes it.
    struct Change {
        let table: String
        let statement: String
    }

    /// The queries that sum up the rows of a table, before and after the changes.
    struct Fingerprint {
        let table: String
        let before: Statement
        let after: Statement
    }

    let findings: [AdoptionFinding]
    let changes: [Change]
    /// One for each table that is there.
    let fingerprints: [Fingerprint]

    var isBlocked: Bool { findings.contains { $0.level == .blocks } }

    /// - Parameter steps: make what is needed, one table each.
    init(_ steps: [MigrationStep], over session: Session) throws(PostgresError) {
        try session.run("savepoint survey; set local search_path = pg_temp")
        try session.run(Self.shapes)
        for step in steps {
            for statement in step.section.statements { try session.run(statement.text) }
            try session.rows(Self.newTable, [.text(step.script)]) { _ in }
        }
        for script in [Self.neededShapes, Self.questions, Self.verdicts] { try session.run(script) }
        findings = try session.rows(Self.findings) { row throws(PostgresError) in
            AdoptionFinding(
                level: AdoptionFinding.Level(rawValue: try row.text(0) ?? "") ?? .blocks,
                table: try row.text(1) ?? "",
                sentence: try row.text(2) ?? "",
                query: try row.text(3)
            )
        }
        changes = try session.rows(Self.changes) { row throws(PostgresError) in
            Change(table: try row.text(0) ?? "", statement: try row.text(1) ?? "")
        }
        fingerprints = try session.rows(Self.fingerprints) { row throws(PostgresError) in
            let table = try row.text(0) ?? ""
            return Fingerprint(
                table: table,
                before: Statement("adoption_\(table)_before", try row.text(1) ?? ""),
                after: Statement("adoption_\(table)_after", try row.text(2) ?? "")
            )
        }
        try session.run("rollback to savepoint survey; release savepoint survey")
    }
}

extension MigrationStep {
    /// All statements of the step, without the last semicolon.
    fileprivate var script: String {
        let text = section.statements.map(\.text).joined(separator: "\n")
        return text.hasSuffix(";") ? String(text.dropLast()) : text
    }
}

/// The connection, with its patience.
struct Session {
    let connection: Connection
    let patience: Duration

    func run(_ script: String) throws(PostgresError) {
        try connection.run(script: script, deadline: MonotonicClock.now + patience)
    }

    @discardableResult func rows<Element>(
        _ statement: Statement,
        _ values: [Parameter] = [],
        _ read: (Row) throws(PostgresError) -> Element
    ) throws(PostgresError) -> [Element] {
        let rows = try connection.execute(statement, values, deadline: MonotonicClock.now + patience)
        var elements: [Element] = []
        for index in 0..<rows.count { elements.append(try read(rows[index])) }
        return elements
    }
}
