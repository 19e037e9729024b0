/// Something to be counted in the rows of a table before it is judged. Pure.
enum RowQuestion: Hashable {
    /// Rows without a value.
    case isNull(column: String)
    /// Rows with more characters than the needed type takes.
    case isTooLong(column: String, limit: Int)
    /// Rows whose number does not fit into 32 bits.
    case isTooBig(column: String)
    /// Rows that a check would refuse.
    case breaks(constraint: String, condition: String, columns: [String])
    /// Rows that belong to a user who does not exist.
    case isOrphan(column: String)
    /// JSON text that `jsonb` cannot hold.
    case isUnconvertible(column: String)
    /// Values that a unique index would refuse, once for each value.
    case repeats(keys: String)

    /// The condition that a row has to meet to be counted; nil when rows have to be grouped first.
    func condition(in table: String) -> String? {
        switch self {
        case .isNull(let column): "\(column) is null"
        case .isTooLong(let column, let limit): "char_length(\(column)) > \(limit)"
        case .isTooBig(let column): "\(column) not between 1 and \(Int32.max)"
        case .breaks(_, let condition, _): "not (\(condition))"
        case .isOrphan(let column):
            """
            \(column) is not null and not exists (select from users parent where parent.id = \(table).\(column))
            """
        case .isUnconvertible(let column): "position('\\u0000' in \(column)::text) > 0"
        case .repeats: nil
        }
    }

    /// The columns worth looking at beside the id.
    private var columns: [String] {
        switch self {
        case .isNull(let column), .isTooLong(let column, _), .isTooBig(let column), .isOrphan(let column),
            .isUnconvertible(let column):
            [column]
        case .breaks(_, _, let columns): columns
        case .repeats: []
        }
    }

    /// A query that shows the rows.
    /// - Parameter source: what stands behind `from`.
    func query(_ table: String, from source: String) -> String {
        if case .repeats(let keys) = self {
            return
                "select \(keys), array_agg(id order by id) from \(source) group by 1 having count(*) > 1 and \(keys) is not null"
        }
        let shown = (["id"] + columns.filter { $0 != "id" }).joined(separator: ", ")
        return "select \(shown) from \(source) where \(condition(in: table) ?? "true") order by id".onOneLine
    }
}

/// What the rows of a table answered.
struct RowAnswers {
    var rows = 0
    var highestID = 0
    var counts: [RowQuestion: Int] = [:]
    /// The sequence behind the ids, and the number it has reached.
    var sequence: (name: String, reached: Int)?

    subscript(question: RowQuestion) -> Int { counts[question] ?? 0 }
}

extension String {
    /// PostgreSQL breaks long expressions into lines.
    fileprivate var onOneLine: String {
        split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " ")
    }
}
