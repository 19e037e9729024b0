extension TableComparison {
    /// Columns whose absent value the application has no meaning for.
    private static let neverNull: Set<String> = [
        "id", "email", "vapi_api_key_encrypted", "account_sid", "auth_token_encrypted",
    ]

    func judgeColumns(_ answers: RowAnswers, _ verdict: inout TableVerdict) {
        for match in matches {
            judgeType(match, answers, &verdict)
            guard let found = match.found, match.fit != .differs else { continue }
            judgeDefault(match, found, &verdict)
            judgeNulls(match, found, answers, &verdict)
        }
        let fitting = matches.filter { $0.fit == .fits }.map(\.name)
        if !fitting.isEmpty { verdict.fits("Columns with a type that fits: \(fitting.list).") }
        let limited = matches.filter { match in
            if case .isWider = match.fit { !hasLengthCheck(match) } else { false }
        }.map(\.name)
        if !limited.isEmpty {
            verdict.changes("Columns that take longer text than the application stores get a check: \(limited.list).")
        }
        let required = matches.filter { isMadeNotNull($0, answers) }.map(\.name)
        if !required.isEmpty { verdict.changes("No row lacks a value, so 'not null' is added: \(required.list).") }
    }

    private func lengthCheck(_ match: ColumnMatch) -> String { "\(name)_\(match.name)_length_check" }

    private func hasLengthCheck(_ match: ColumnMatch) -> Bool {
        found.constraints.contains { $0.name == lengthCheck(match) }
    }

    private func judgeType(_ match: ColumnMatch, _ answers: RowAnswers, _ verdict: inout TableVerdict) {
        let (name, type) = (match.name, match.needed.type)
        let foundType = match.found?.type ?? ""
        switch match.fit {
        case .fits: break
        case .differs: verdict.blocks("\(name) is \(foundType), where the application needs \(type).")
        case .isMissing: add(match, answers, &verdict)
        case .converts: convert(match, foundType, answers, &verdict)
        case .isBiggerNumber:
            let question = RowQuestion.isTooBig(column: name)
            if answers[question] > 0, name != "seats" {
                verdict.blocks(
                    "\(name) holds numbers that do not fit into 32 bits in \(answers[question].rows).",
                    query: query(question)
                )
            } else {
                verdict.fits("\(name) is \(foundType), and every number of it fits.")
            }
        case .isWider(let limit):
            let question = RowQuestion.isTooLong(column: name, limit: limit)
            if !hasLengthCheck(match) {
                let condition = "char_length(\(name)) <= \(limit)"
                limitNewRows(lengthCheck(match), condition, question, answers, &verdict)
            }
            guard answers[question] > 0 else { return }
            verdict.notes(
                """
                \(name) is longer than \(limit) characters in \(answers[question].rows), left as is. The limit holds for \
                new rows only.
                """,
                query: query(question)
            )
        }
    }

    private func convert(
        _ match: ColumnMatch,
        _ foundType: String,
        _ answers: RowAnswers,
        _ verdict: inout TableVerdict
    ) {
        let question = RowQuestion.isUnconvertible(column: match.name)
        guard answers[question] == 0 else {
            verdict.blocks(
                "\(match.name) holds the character U+0000, which jsonb cannot hold, in \(answers[question].rows).",
                query: query(question)
            )
            return
        }
        if match.found?.defaultValue != nil, match.found?.drawsFromSequence == false {
            verdict.clauses.append("alter column \(match.name) drop default")
        }
        let conversion = match.conversion.map { " using \($0)" } ?? ""
        verdict.clauses.append("alter column \(match.name) type \(match.needed.type)\(conversion)")
        let reading =
            match.found?.kind == .localTimestamp ? "its values are read as UTC" : "every value stays the same"
        verdict.changes("\(match.name) turns from \(foundType) into \(match.needed.type); \(reading).")
    }

    /// Adds a column that is not there. A constant default is also true for old rows; the time of adoption is not.
    private func add(_ match: ColumnMatch, _ answers: RowAnswers, _ verdict: inout TableVerdict) {
        let column = match.needed
        let isKnown = column.isNullable || column.defaultValue != nil || answers.rows == 0
        guard isKnown, !column.drawsFromSequence else {
            return verdict.blocks(
                "There is no column \(column.name), and the application cannot do without its values."
            )
        }
        let isRequired = column.isNullable ? "" : " not null"
        switch column.defaultValue {
        case "now()":
            verdict.clauses.append("add column \(column.name) \(column.type)")
            verdict.clauses.append("alter column \(column.name) set default now()")
            verdict.changes("There is no column \(column.name): it is added, null in the rows that are there.")
        case let value?:
            verdict.clauses.append("add column \(column.name) \(column.type)\(isRequired) default \(value)")
            verdict.changes("There is no column \(column.name): it is added, with \(value.withoutCast) in every row.")
        case nil:
            verdict.clauses.append("add column \(column.name) \(column.type)\(isRequired)")
            verdict.changes("There is no column \(column.name): it is added, without values.")
        }
    }

    private func judgeDefault(_ match: ColumnMatch, _ found: ColumnShape, _ verdict: inout TableVerdict) {
        if match.needed.drawsFromSequence { return judgeOrigin(of: match, found, &verdict) }
        guard match.fit == .converts || match.needed.normalizedDefault != found.normalizedDefault else { return }
        switch (match.needed.defaultValue, found.defaultValue) {
        case (let value?, let old):
            verdict.clauses.append("alter column \(match.name) set default \(value)")
            guard match.needed.normalizedDefault != found.normalizedDefault else { return }
            verdict.changes(
                "\(match.name) gets the default \(value.withoutCast) for new rows\(old.map { " instead of \($0.withoutCast)" } ?? "")."
            )
        case (nil, let old?) where match.fit == .converts:
            verdict.changes("\(match.name) loses its default \(old.withoutCast).")
        case (nil, let old?):
            verdict.notes("\(match.name) keeps its default \(old.withoutCast), which a new installation does not have.")
        case (nil, nil): break
        }
    }

    private func judgeOrigin(of match: ColumnMatch, _ found: ColumnShape, _ verdict: inout TableVerdict) {
        guard !found.drawsFromSequence else { return }
        let sequence = "\(name)_\(match.name)_seq"
        verdict.before.append("create sequence \(sequence) owned by \(name).\(match.name)")
        verdict.before.append("select setval('\(sequence)', coalesce(max(\(match.name)), 0) + 1, false) from \(name)")
        verdict.clauses.append("alter column \(match.name) set default nextval('\(sequence)')")
        verdict.changes("\(match.name) has nothing that numbers new rows: the sequence \(sequence) is created.")
    }

    private func isMadeNotNull(_ match: ColumnMatch, _ answers: RowAnswers) -> Bool {
        guard let found = match.found, match.fit != .differs else { return false }
        return found.isNullable && !match.needed.isNullable && answers[.isNull(column: match.name)] == 0
    }

    private func judgeNulls(
        _ match: ColumnMatch,
        _ found: ColumnShape,
        _ answers: RowAnswers,
        _ verdict: inout TableVerdict
    ) {
        if isMadeNotNull(match, answers) { verdict.clauses.append("alter column \(match.name) set not null") }
        let question = RowQuestion.isNull(column: match.name)
        guard answers[question] > 0 else { return }
        if Self.neverNull.contains(match.name) {
            verdict.blocks("\(match.name) has no value in \(answers[question].rows).", query: query(question))
        } else {
            verdict.notes(
                """
                \(match.name) has no value in \(answers[question].rows), left as is\(meaningOfNull(match)). 'not null' \
                is not added.
                """,
                query: query(question)
            )
        }
    }

    /// How the application reads a value that is not there.
    private func meaningOfNull(_ match: ColumnMatch) -> String {
        switch (name, match.name) {
        case (_, "is_active"): ", which counts as disabled, as before; 'onboardingctl user enable' lets one in"
        case (_, "hashed_password"): ", which lets nobody sign in until 'onboardingctl user set-password'"
        case (_, "user_id"): ", which belongs to nobody"
        case (_, "created_at"), (_, "updated_at"): ", so the time is unknown"
        default: match.needed.defaultValue.map { ", which counts as \($0.withoutCast)" } ?? ""
        }
    }
}

extension String {
    /// A default as a person writes it: `'free'` for `'free'::character varying`.
    fileprivate var withoutCast: String {
        guard hasPrefix("'"), let quote = lastIndex(of: "'") else { return self }
        return String(self[...quote])
    }
}
