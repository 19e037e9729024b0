internal import Platform
internal import Postgres

/// Asks the rows of a table, in one pass over it and one more for each unique index.
struct RowSurvey {
    let connection: Connection
    let patience: Duration

    func answers(to comparison: TableComparison) throws(PostgresError) -> RowAnswers {
        var answers = RowAnswers()
        guard comparison.canBeAsked else { return answers }
        let early = comparison.questions.filter { if case .isUnconvertible = $0 { true } else { false } }
        for question in early { answers.counts[question] = try count(question, in: comparison, from: comparison.name) }
        // What cannot be converted blocks anyway; the other questions read the converted values.
        guard answers.counts.values.allSatisfy({ $0 == 0 }) else { return answers }
        try askEveryRow(comparison, &answers)
        for question in comparison.questions {
            if case .repeats(let keys) = question {
                answers.counts[question] = try countRepetitions(of: keys, in: comparison)
            }
        }
        if comparison.found[column: "id"]?.drawsFromSequence == true {
            answers.sequence = try sequence(of: comparison.name)
        }
        return answers
    }

    private func askEveryRow(_ comparison: TableComparison, _ answers: inout RowAnswers) throws(PostgresError) {
        let questions = comparison.questions.filter { $0.condition(in: comparison.name) != nil }
        let counts = questions.map { "count(*) filter (where \($0.condition(in: comparison.name) ?? ""))" }
        let columns = (["count(*)", "coalesce(max(id), 0)::bigint"] + counts).joined(separator: ", ")
        guard let row = try execute("select \(columns) from \(comparison.source())") else { return }
        answers.rows = try row.integer(0) ?? 0
        answers.highestID = try row.integer(1) ?? 0
        for (index, question) in questions.enumerated() { answers.counts[question] = try row.integer(index + 2) ?? 0 }
    }

    private func count(
        _ question: RowQuestion,
        in comparison: TableComparison,
        from source: String
    ) throws(PostgresError) -> Int {
        let condition = question.condition(in: comparison.name) ?? "false"
        return try execute("select count(*) from \(source) where \(condition)")?.integer(0) ?? 0
    }

    private func countRepetitions(of keys: String, in comparison: TableComparison) throws(PostgresError) -> Int {
        let groups =
            "select from \(comparison.source()) group by \(keys) having count(*) > 1 and (\(keys)) is not null"
        return try execute("select count(*) from (\(groups)) repeated")?.integer(0) ?? 0
    }

    private func sequence(of table: String) throws(PostgresError) -> (name: String, reached: Int)? {
        let owned = try execute(
            """
            select coalesce(
                       pg_get_serial_sequence('\(table)', 'id'),
                       (select substring(pg_get_expr(adbin, adrelid) from 'nextval\\(''(.*)''::regclass\\)')
                          from pg_attrdef
                          join pg_attribute on attrelid = adrelid and attnum = adnum
                         where adrelid = '\(table)'::regclass and attname = 'id')
                   )
            """
        )
        guard let name = try owned?.text(0) else { return nil }
        let row = try execute("select case when is_called then last_value else last_value - 1 end from \(name)")
        return (name: name, reached: try row?.integer(0) ?? 0)
    }

    private func execute(_ sql: String) throws(PostgresError) -> Row? {
        try connection.execute(Statement(composed: sql), [], deadline: MonotonicClock.now + patience).first
    }
}
