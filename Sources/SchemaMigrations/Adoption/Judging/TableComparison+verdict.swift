extension TableComparison {
    /// What follows for this table from its shape and its rows.
    func verdict(_ answers: RowAnswers) -> TableVerdict {
        var verdict = TableVerdict(name)
        guard isPlainTable else {
            blockWhatIsNoPlainTable(&verdict)
            return verdict
        }
        judgeColumns(answers, &verdict)
        judgeForeignColumns(&verdict)
        judgeSequence(answers, &verdict)
        judgeConstraints(answers, &verdict)
        judgeIndexes(answers, &verdict)
        judgeSurroundings(&verdict)
        return verdict
    }

    private func blockWhatIsNoPlainTable(_ verdict: inout TableVerdict) {
        if found.kind != "r" { verdict.blocks("It is not a plain table but a view, or it is partitioned or foreign.") }
        if !found.isOurs {
            verdict.blocks(
                """
                It belongs to another role. Run this as that role (DATABASE_OWNER_URL), or hand it over with \
                'alter table \(name) owner to …'.
                """
            )
        }
        if found.hasRowSecurity {
            verdict.blocks(
                """
                It has row-level security, which would hide rows from the application. Switch it off with \
                'alter table \(name) disable row level security'.
                """
            )
        }
    }

    /// Columns that this product does not know stay; they must only not stand in the way of new rows.
    private func judgeForeignColumns(_ verdict: inout TableVerdict) {
        let foreign = found.columns.filter { needed[column: $0.name] == nil }
        for column in foreign where !column.isOptional {
            verdict.blocks(
                """
                \(column.name) is a column that this product does not know. It is 'not null' and has no default, so no \
                row could be added. Allow nulls ('alter table \(name) alter column \(column.name.quoted) drop not null') \
                or give it a default.
                """
            )
        }
        let kept = foreign.filter(\.isOptional).map(\.name)
        if !kept.isEmpty { verdict.notes("Columns that this product does not know stay: \(kept.list).") }
    }

    /// A sequence that lags behind the ids, after an import for instance, would make the next rows fail.
    private func judgeSequence(_ answers: RowAnswers, _ verdict: inout TableVerdict) {
        guard let sequence = answers.sequence, sequence.reached < answers.highestID else { return }
        verdict.changes(
            """
            The sequence \(sequence.name) stands at \(sequence.reached), behind the highest id \(answers.highestID): it is \
            moved there.
            """
        )
        verdict.after.append("select setval('\(sequence.name)', \(answers.highestID))")
    }

    private func judgeSurroundings(_ verdict: inout TableVerdict) {
        let converted = Set(matches.filter { $0.fit == .converts }.map(\.name))
        for view in Set(found.views.filter { converted.contains($0.column) }.map(\.view)).sorted() {
            verdict.blocks(
                """
                The view \(view) reads a column whose type changes. Drop the view and create it again afterwards.
                """
            )
        }
        if !found.triggers.isEmpty {
            verdict.notes("Triggers that this product does not know stay and keep running: \(found.triggers.list).")
        }
        let options = needed.options.subtracting(found.options)
        if !options.isEmpty, found.options.isEmpty {
            verdict.clauses += options.sorted().map { "set (\($0))" }
            verdict.changes("New pages keep room for changed rows: \(options.sorted().list).")
        }
    }
}

extension [String] {
    /// Words in a sentence.
    var list: String { joined(separator: ", ") }
}

extension Int {
    /// A number of rows in a sentence.
    var rows: String { self == 1 ? "1 row" : "\(self) rows" }
}
