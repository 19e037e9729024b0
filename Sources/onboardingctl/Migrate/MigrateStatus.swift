import ArgumentParser
import SchemaMigrations
import Settings

/// `onboardingctl migrate status`
struct MigrateStatus: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Lists the migrations of folder and database.",
        discussion: "Exit status 1 when something stands in the way of 'up'."
    )

    @OptionGroup var folder: MigrationFolderOptions

    func run(in context: CommandContext) throws {
        let settings = try MigrationSettings.load(from: context.environment, readFile: context.readFile)
        let migrations = try folder.read()
        let connection = try CommandConnection.open(settings.ownerURL)
        let status = try Migrator(connection: connection).status(of: migrations)
        for migration in status {
            let state = migration.state.rawValue
            let padding = String(repeating: " ", count: max(1, 9 - state.count))
            let time = migration.appliedAt.map { "  \($0)" } ?? ""
            context.print("\(state)\(padding)\(migration.fileName)\(time)")
        }
        let problems = status.compactMap(\.problem)
        problems.forEach(context.note)
        guard problems.isEmpty else { throw ExitCode.failure }
    }
}
