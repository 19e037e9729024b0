import ArgumentParser
import SchemaMigrations

/// `onboardingctl migrate down`
struct MigrateDown: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Undoes the newest migrations. Their tables' rows are lost."
    )

    @Option(help: "How many migrations to undo, newest first.")
    var steps = 1

    @OptionGroup var folder: MigrationFolderOptions
    @OptionGroup var run: MigrationRunOptions

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps takes a number from 1.") }
    }

    func run(in context: CommandContext) throws {
        try MigrationRun(context: context, folder: folder, options: run).perform(.down(steps: steps))
    }
}
