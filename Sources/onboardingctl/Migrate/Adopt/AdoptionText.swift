import Adoption

extension AdoptionReport {
    /// The report as lines of text.
    var lines: [String] {
        switch outcome {
        case .adoptedBefore:
            ["This database was adopted before. Nothing to do; 'onboardingctl migrate up' applies what is newer."]
        case .blocked: blocks
        case .possible:
            blocks + ["", "These statements would adopt it:", ""] + statements.map { $0 + ";" }
                + ["", "It can be adopted. Nothing was changed."]
        case .adopted:
            blocks + [""]
                + proofs.map { "unchanged  \($0.table), rows: \($0.rows), checksum before and after: \($0.checksum)" }
                + recorded.map { "recorded   \($0)" } + ["Adopted. Now run 'onboardingctl migrate up'."]
        }
    }

    /// One block for each table, what blocks first.
    private var blocks: [String] {
        let tables = findings.reduce(into: [String]()) { if !$0.contains($1.table) { $0.append($1.table) } }
        let blocks = tables.map { table in
            [table]
                + AdoptionFinding.Level.allCases.flatMap { level in
                    findings.filter { $0.table == table && $0.level == level }.flatMap(Self.lines)
                }
        }
        return Array(blocks.joined(separator: [""]))
    }

    private static func lines(of finding: AdoptionFinding) -> [String] {
        let level = finding.level.rawValue
        let sentence = "  \(level)\(String(repeating: " ", count: 9 - level.count))\(finding.sentence)"
        return [sentence] + (finding.query.map { ["           \($0);"] } ?? [])
    }
}
