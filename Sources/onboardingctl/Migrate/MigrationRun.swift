import Postgres
import SchemaMigrations
import Secrets
import Settings

/// Runs migrations for a command and tells what happens.
struct MigrationRun {
    let context: CommandContext
    let folder: MigrationFolderOptions
    let options: MigrationRunOptions

    func perform(_ direction: MigrationDirection) throws {
        let settings = try MigrationSettings.load(from: context.environment, readFile: context.readFile)
        let migrations = try folder.read()
        let connection = try CommandConnection.open(settings.ownerURL)
        let migrator = Migrator(connection: connection, limits: options.limits)
        if options.dryRun {
            return show(try migrator.plan(direction, of: migrations))
        }
        let steps = try migrator.run(direction, of: migrations, grantingTo: try role(settings), report: report)
        if steps.isEmpty { context.print("Nothing to do.") }
    }

    private func show(_ steps: [MigrationStep]) {
        for step in steps {
            context.print("-- \(step.migration.file.fileName)")
            step.section.statements.forEach { context.print($0.text) }
        }
        if steps.isEmpty { context.print("Nothing to do.") }
    }

    private func report(_ event: MigrationEvent) {
        switch event {
        case .waitingForAnotherRun: context.note("Waiting for another run to end.")
        case .stepStarted: break
        case .stepFinished(let step):
            context.print("\(step.action == .apply ? "applied" : "undone ")  \(step.migration.file.fileName)")
        case .roleGranted: break
        }
    }

    /// The role of `DATABASE_URL`, which gets its rights after the run.
    private func role(_ settings: MigrationSettings) throws -> String? {
        guard let url = settings.applicationURL else { return nil }
        let role = try ConnectionConfiguration(url: url.revealed, applicationName: "onboardingctl").user
        if role == nil { context.note("DATABASE_URL names no user: no rights are granted.") }
        return role
    }
}
