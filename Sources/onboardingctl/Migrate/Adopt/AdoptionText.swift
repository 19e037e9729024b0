import Adoption

/// An adoption's report as lines of text.
struct AdoptionText {
    let report: AdoptionReport

    var lines: [String] {
        switch report.outcome {
        case .adoptedBefore:
            ["This database was adopted before. Nothing to do; 'onboardingctl migrate up' applies what is newer."]
        case .blocked: findings
        case .possible:
            findings + ["", "These statements would adopt it:", ""] + report.statements.map { $0 + ";" }
                + ["", "It can be adopted. Nothing was changed."]
        case .adopted: findings + [""] + proofs + recorded + ["Adopted. Now run 'onboardingctl migrate up'."]
        }
    }

    /// One block for each table, what blocks first.
    private var findings: [String] {
        var lines: [String] = []
        for table in tables {
            if !lines.isEmpty { lines.append("") }
            lines.append(table)
            for level in [AdoptionFinding.Level.blocks, .notes, .changes, .fits] {
                for finding in report.findings where finding.table == table && finding.level == level {
                    lines.append("  \(Self.padded(level.rawValue))\(finding.sentence)")
                    if let query = finding.query { lines.append("  \(Self.padded(""))\(query);") }
                }
            }
        }
        return lines
    }

    /// In the order in which they were looked at.
    private var tables: [String] {
        var tables: [String] = []
        for finding in report.findings where !tables.contains(finding.table) { tables.append(finding.table) }
        return tables
    }

    private var proofs: [String] {
        report.proofs.map { "unchanged  \($0.table), rows: \($0.rows), checksum before and after: \($0.checksum)" }
    }

    private var recorded: [String] { report.recorded.map { "recorded   \($0)" } }

    private static func padded(_ word: String) -> String {
        word + String(repeating: " ", count: max(1, 9 - word.count))
    }
}
