extension TableComparison {
    func judgeIndexes(_ answers: RowAnswers, _ verdict: inout TableVerdict) {
        for index in uniqueIndexes { judge(index, answers, &verdict) }
        let names = Set(needed.indexes.map(\.name))
        let foreign = found.indexes.filter { index in
            !index.belongsToConstraint && !names.contains(index.name)
                && !uniqueIndexes.contains { index.serves(as: $0) }
        }
        if !foreign.isEmpty {
            verdict.notes("Indexes that this product does not know stay: \(foreign.map(\.name).list).")
        }
    }

    private func judge(_ index: IndexShape, _ answers: RowAnswers, _ verdict: inout TableVerdict) {
        let question = RowQuestion.repeats(keys: index.keys)
        guard answers[question] == 0 else {
            return verdict.blocks(repetition(of: index, answers[question]), query: query(question))
        }
        let namesake = found.indexes.first { $0.name == index.name }
        if let namesake, namesake.serves(as: index) {
            return verdict.fits("\(index.name) is unique over \(index.keys).")
        }
        if let namesake { makeRoom(namesake, for: index, &verdict) }
        if let twin = found.indexes.first(where: { $0.serves(as: index) }) {
            verdict.before.append(rename(twin, to: index.name))
            return verdict.changes("\(twin.name), unique over \(index.keys), is now called \(index.name).")
        }
        verdict.after.append("create unique index \(index.name) on \(name) (\(index.keys))")
        verdict.changes("\(index.name), unique over \(index.keys), is created.")
    }

    /// What has the name that is needed: an index that the new one replaces goes, another one gets another name.
    private func makeRoom(_ namesake: IndexShape, for index: IndexShape, _ verdict: inout TableVerdict) {
        let isReplaced = !namesake.belongsToConstraint && namesake.keys == index.keys
        if isReplaced {
            verdict.before.append("drop index \(namesake.name.quoted)")
            verdict.changes("\(namesake.name) is not unique, which saving needs: a unique index replaces it.")
        } else {
            verdict.before.append(rename(namesake, to: namesake.name + "_earlier"))
            verdict.changes("\(namesake.name), over \(namesake.keys), is now called \(namesake.name)_earlier.")
        }
    }

    private func rename(_ index: IndexShape, to newName: String) -> String {
        index.belongsToConstraint
            ? "alter table \(name) rename constraint \(index.name.quoted) to \(newName.quoted)"
            : "alter index \(index.name.quoted) rename to \(newName.quoted)"
    }

    private func repetition(of index: IndexShape, _ count: Int) -> String {
        if name == "users" {
            """
            Addresses that occur more than once when upper and lower case are not told apart: \(count). Whoever signs in must \
            be one user: rename or delete the others.
            """
        } else {
            """
            Users with several rows, where the application keeps one: \(count). Keep the row that is in use and delete the \
            others.
            """
        }
    }
}
