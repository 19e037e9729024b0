import Adoption
import ArgumentParser
import Settings

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

    @OptionGroup var folder: MigrationFolderOptions
    @OptionGroup var run: MigrationRunOptions

    func run(in context: CommandContext) throws {
        let settings = try MigrationSettings.load(from: context.environment, readFile: context.readFile)
        let migrations = try folder.read()
        let adopter = Adopter(connection: try CommandConnection.open(settings.ownerURL), limits: run.limits)
        let report = try adopter.run(of: migrations, isDryRun: run.dryRun) {
            context.note("Waiting for another run to end.")
        }
        report.lines.forEach(context.print)
        guard report.outcome != .blocked else {
            let count = report.findings.count { $0.level == .blocks }
            throw CommandFailure("Findings that block the adoption: \(count). Nothing was changed.")
        }
    }
}
