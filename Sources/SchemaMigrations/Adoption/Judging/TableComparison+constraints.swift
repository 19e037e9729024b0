extension TableComparison {
    func judgeConstraints(_ answers: RowAnswers, _ verdict: inout TableVerdict) {
        var kept = Set(found.constraints.map(\.name))
        for constraint in needed.constraints {
            if let twin = found.constraints.first(where: { isTwin($0, constraint) }) {
                kept.remove(twin.name)
                verdict.fits("\(twin.definition).")
                continue
            }
            switch constraint.kind {
            case "p": addPrimaryKey(constraint, answers, &verdict)
            case "f": kept.subtract(replaceForeignKey(constraint, answers, &verdict))
            case "c": addCheck(constraint, answers, &verdict)
            default: break
            }
        }
        let ownIndexes = found.indexes.filter { index in uniqueIndexes.contains { index.serves(as: $0) } }.map(\.name)
        let foreign = found.constraints.filter {
            kept.contains($0.name) && $0.kind != "p" && !ownIndexes.contains($0.name)
        }
        if !foreign.isEmpty {
            verdict.notes(
                "Constraints that this product does not know stay: "
                    + foreign.map { "\($0.name) \($0.definition)" }.list + "."
            )
        }
    }

    private func addPrimaryKey(_ key: ConstraintShape, _ answers: RowAnswers, _ verdict: inout TableVerdict) {
        if let other = found.constraints.first(where: { $0.kind == "p" }) {
            return verdict.blocks(
                "Its primary key is \(other.columns.list), where the application needs \(key.columns.list)."
            )
        }
        guard let question = question(about: key) else { return }
        if answers[question] > 0 {
            return verdict.blocks("Ids that occur more than once: \(answers[question]).", query: query(question))
        }
        verdict.clauses.append("add constraint \(key.name) \(key.definition.lowercased())")
        verdict.changes("It has no primary key: \(key.columns.list) becomes it.")
    }

    /// - Returns: the names of the foreign keys that give way.
    private func replaceForeignKey(
        _ key: ConstraintShape,
        _ answers: RowAnswers,
        _ verdict: inout TableVerdict
    ) -> [String] {
        guard let question = question(about: key) else { return [] }
        let others = found.constraints.filter { $0.kind == "f" && $0.columns == key.columns }
        verdict.clauses += others.map { "drop constraint \($0.name.quoted)" }
        let orphans = answers[question]
        verdict.clauses.append("add constraint \(key.name) \(key.definition)\(orphans > 0 ? " not valid" : "")")
        verdict.changes(
            "\(key.definition) \(others.isEmpty ? "is added" : "replaces " + others.map(\.definition).list)."
        )
        if orphans > 0 {
            verdict.notes(
                """
                Of users that do not exist: \(orphans.rows), left as is, which nobody sees. The foreign key holds for new \
                rows only.
                """,
                query: query(question)
            )
        }
        return others.map(\.name)
    }

    private func addCheck(_ check: ConstraintShape, _ answers: RowAnswers, _ verdict: inout TableVerdict) {
        guard let condition = check.condition else { return }
        makeRoom(for: check.name, &verdict)
        guard let question = question(about: check) else {
            // A column that is only now added: its rows are empty or have the default.
            let isAdded = matches.contains { check.columns.contains($0.name) && $0.fit == .isMissing }
            if isAdded { verdict.clauses.append("add constraint \(check.name) check (\(condition))") }
            return
        }
        limitNewRows(check.name, condition, question, answers, &verdict)
        let count = answers[question]
        guard count > 0 else { return }
        verdict.notes(
            """
            \(check.columns.list) breaks \(check.name) in \(count.rows), left as is and still to be saved by their owners. The \
            check holds for new rows only; the API takes no such value from anybody.
            """,
            query: query(question)
        )
    }

    /// Adds a check that old rows which break it are exempt from, by their ids.
    ///
    /// `not valid` would not do: PostgreSQL holds every update against it, so the owner of such a row could save nothing
    /// any more.
    func limitNewRows(
        _ name: String,
        _ condition: String,
        _ question: RowQuestion,
        _ answers: RowAnswers,
        _ verdict: inout TableVerdict
    ) {
        let whole = answers[question] == 0 ? condition : "id <= \(answers.highestID) or (\(condition))"
        verdict.clauses.append("add constraint \(name) check (\(whole))")
    }

    private func makeRoom(for name: String, _ verdict: inout TableVerdict) {
        guard found.constraints.contains(where: { $0.name == name }) else { return }
        verdict.before.append(
            "alter table \(self.name) rename constraint \(name.quoted) to \((name + "_earlier").quoted)"
        )
    }
}
