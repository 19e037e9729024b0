import Adoption
import ArgumentParser

/// `onboardingctl migrate adopt`
struct MigrateAdopt: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Takes over the database of the earlier product, with everything in it.",
        discussion: """
            Looks at the tables that the earlier product's Alembic migrations made, says what fits, what is changed \
            without loss and what blocks, and on success brings them to the shape this product needs, in one \
            transaction. No row is changed; a checksum of every original column proves it. Stop the earlier product \
            first, run 'onboardingctl migrate up' afterwards.

            With --dry-run it does the same, and what 'migrate up' would do next, and takes all of it back. When \
            nothing blocks at first sight it locks users, vapi_credentials, twilio_credentials and user_onboarding \
            until it ends: others can neither read nor write them meanwhile.

            Exit status 1 when something blocks, or when this is not such a database.
            """
    )

    @OptionGroup var run: MigrationRunOptions

    func run(in context: CommandContext) throws {
        let (_, migrations, connection) = try run.folder.open(in: context)
        let report = try Adopter(connection: connection, limits: run.limits).run(of: migrations, isDryRun: run.dryRun) {
            context.note("Waiting for another run to end.")
        }
        report.lines.forEach(context.print)
        guard report.outcome != .blocked else {
            let count = report.findings.count { $0.level == .blocks }
            throw CommandFailure("Findings that block the adoption: \(count). Nothing was changed.")
        }
    }
}

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
        ["  \(finding.level.rawValue.inColumn)\(finding.sentence)"]
            + (finding.query.map { ["           \($0);"] } ?? [])
    }
}
