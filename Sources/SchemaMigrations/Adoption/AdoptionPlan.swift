/// What is to be done to the tables, and why. Pure.
struct AdoptionPlan {
    private(set) var comparisons: [TableComparison] = []
    private(set) var findings: [AdoptionFinding] = []
    private(set) var statements: [String] = []

    var isBlocked: Bool { findings.contains { $0.level == .blocks } }

    mutating func add(_ comparison: TableComparison, _ answers: RowAnswers) {
        let verdict = comparison.verdict(answers)
        comparisons.append(comparison)
        findings += verdict.findings
        statements += verdict.statements
    }

    /// A table that the earlier product's newest migration would have made is made as in a new installation.
    mutating func addMissingTable(_ entry: Blueprint.Entry) {
        findings.append(AdoptionFinding(.changes, entry.table.name, "There is no such table: it is created."))
        statements += entry.migration.up.statements.map(\.text).map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }
    }

    /// The revision does not decide anything: the tables were looked at one by one.
    mutating func note(revisions: String) {
        guard !Adopter.knownRevisions.contains(revisions) else { return }
        let known = Adopter.knownRevisions.joined(separator: " and ")
        let sentence =
            revisions.isEmpty
            ? "It names no revision. The tables were looked at all the same."
            : "Its revision is \(revisions); this release knows \(known). The tables were looked at all the same."
        findings.append(AdoptionFinding(.notes, "alembic_version", sentence))
    }

    /// `now()` wrote the server's local time into columns without a time zone.
    mutating func note(timeZone: String) {
        let converts = comparisons.contains { table in table.matches.contains { $0.found?.kind == .localTimestamp } }
        guard converts, !["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "UCT"].contains(timeZone) else {
            return
        }
        findings.append(
            AdoptionFinding(
                .notes,
                "users",
                """
                The server's time zone is \(timeZone): times that the server itself wrote may be local times, and are read as \
                UTC all the same.
                """
            )
        )
    }
}
