import ArgumentParser
import Settings

/// `onboardingctl prune`
struct Prune: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes rows that have served their time.",
        discussion: """
            Deletes sessions that ended or expired more than 30 days ago and their refresh tokens; used refresh tokens \
            of other sessions after 30 days, except the newest three; counts of failed sign-ins a day after their \
            window; delivered analytics events after 90 days. Works in small steps that lock nobody out and leaves \
            rows in use for the next run. Run it from cron or a systemd timer, once a day. Connects as DATABASE_URL.
            """
    )

    @Flag(help: "Count the rows instead of deleting them.")
    var dryRun = false

    func run(in context: CommandContext) throws {
        let settings = try DatabaseSettings.load(from: context.environment, readFile: context.readFile)
        let pruner = TablePruner(connection: try CommandConnection.open(settings.url))
        for rule in PruneRule.all {
            let count = try dryRun ? pruner.count(rule) : pruner.delete(rule)
            context.print("\(rule.table): \(count) \(dryRun ? "to delete" : "deleted")")
        }
    }
}
