internal import Platform
internal import Postgres

/// A checksum over every original column of every row, blind to the type a column has before and after.
///
/// The order of the rows does not matter: the hashes of the rows are added up. A value that moved, changed or vanished
/// changes the sum.
struct RowFingerprint {
    /// Before or after the columns got their new types.
    enum Moment { case before, after }

    let connection: Connection
    let patience: Duration

    func proof(of comparison: TableComparison, _ moment: Moment) throws(PostgresError) -> TableProof {
        let values = comparison.found.columns.map { Self.text(of: $0, comparison, moment) }
        let row = "row(\(values.joined(separator: ", ")))::text"
        let sum = """
            select count(*),
                   md5(concat_ws('/', sum(hashtextextended(\(row), 0)::numeric), sum(hashtextextended(\(row), 1)::numeric)))
              from \(comparison.name)
            """
        let answer = try connection.execute(
            Statement(composed: sum),
            [],
            deadline: MonotonicClock.now + patience
        ).first
        return TableProof(
            table: comparison.name,
            rows: try answer?.integer(0) ?? 0,
            checksum: try answer?.text(1) ?? ""
        )
    }

    /// The same text for the same value, before and after. The session's time zone is UTC.
    private static func text(of column: ColumnShape, _ comparison: TableComparison, _ moment: Moment) -> String {
        let name = column.name.quoted
        let converts = comparison.matches.contains { $0.name == column.name && $0.fit == .converts }
        guard converts else { return "\(name)::text" }
        switch (column.kind, moment) {
        case (.localTimestamp, .after): return "(\(name) at time zone 'UTC')::text"
        case (.json, .before): return "\(name)::jsonb::text"
        case (.textArray, .before): return "to_jsonb(\(name))::text"
        default: return "\(name)::text"
        }
    }
}
