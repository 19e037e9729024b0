/// A table that the application needs, beside the one that is there. Pure: it says what to ask the rows, and judges.
struct TableComparison {
    let needed: TableShape
    let found: TableShape
    let matches: [ColumnMatch]

    init(needed: TableShape, found: TableShape) {
        self.needed = needed
        self.found = found
        matches = needed.columns.map { ColumnMatch(needed: $0, found: found[column: $0.name]) }
    }

    var name: String { needed.name }

    /// Whether the rows can be looked at, and the table be changed, at all.
    var isPlainTable: Bool { found.kind == "r" && found.isOurs && !found.hasRowSecurity }

    /// Whether the rows can be asked: every question and every answer is about ids.
    var canBeAsked: Bool { isPlainTable && usableColumns.contains("id") }

    /// What has to be known about the rows.
    var questions: [RowQuestion] {
        guard canBeAsked else { return [] }
        return matches.flatMap(questions) + missingConstraints.compactMap(question)
            + uniqueIndexes.map { .repeats(keys: $0.keys) }
    }

    /// The indexes that are there for their own sake.
    var uniqueIndexes: [IndexShape] {
        needed.indexes.filter { index in
            !index.belongsToConstraint && index.isUnique && index.columnsAreIn(usableColumns)
        }
    }

    /// The constraints that are not there yet.
    private var missingConstraints: [ConstraintShape] {
        needed.constraints.filter { constraint in !found.constraints.contains { isTwin($0, constraint) } }
    }

    /// Whether a constraint that is there does what the needed one does.
    func isTwin(_ found: ConstraintShape, _ needed: ConstraintShape) -> Bool {
        guard found.kind == needed.kind, found.rule == needed.rule else { return false }
        return needed.kind != "c" || found.name == needed.name
    }

    /// The table with its columns as they will be, for `from`: the table itself where nothing is converted.
    func source(of columns: [String]? = nil) -> String {
        let involved = matches.filter { match in
            columns.map { $0.contains(match.name) } ?? true && usableColumns.contains(match.name)
        }
        guard columns == nil || involved.contains(where: { $0.conversion != nil }) else { return name }
        let projected = involved.filter { $0.name != "id" }.map(\.projection)
        return "(select \((["id"] + projected).joined(separator: ", ")) from \(name)) \(name)"
    }

    /// The query that shows what a question has counted.
    func query(_ question: RowQuestion) -> String {
        let columns: [String] =
            switch question {
            case .breaks(_, _, let columns): columns
            default: []
            }
        return question.query(name, from: source(of: columns))
    }

    /// The columns that are there and hold what they should.
    var usableColumns: Set<String> {
        Set(matches.filter { $0.fit != .differs && $0.fit != .isMissing }.map(\.name))
    }

    private func questions(about match: ColumnMatch) -> [RowQuestion] {
        guard let found = match.found, match.fit != .differs else { return [] }
        var questions: [RowQuestion] = []
        if found.isNullable, !match.needed.isNullable { questions.append(.isNull(column: match.name)) }
        switch match.fit {
        case .isWider(let limit): questions.append(.isTooLong(column: match.name, limit: limit))
        case .isBiggerNumber: questions.append(.isTooBig(column: match.name))
        case .converts where found.kind == .json: questions.append(.isUnconvertible(column: match.name))
        default: break
        }
        return questions
    }

    func question(about constraint: ConstraintShape) -> RowQuestion? {
        guard usableColumns.isSuperset(of: constraint.columns) else { return nil }
        switch constraint.kind {
        case "c":
            guard let condition = constraint.condition else { return nil }
            return .breaks(constraint: constraint.name, condition: condition, columns: constraint.columns)
        case "f": return constraint.columns.first.map { .isOrphan(column: $0) }
        case "p": return .repeats(keys: constraint.columns.joined(separator: ", "))
        default: return nil
        }
    }
}

extension IndexShape {
    /// Whether the one column behind the key is among these.
    fileprivate func columnsAreIn(_ columns: Set<String>) -> Bool {
        columns.contains { column in
            keys.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == column }
        }
    }
}
