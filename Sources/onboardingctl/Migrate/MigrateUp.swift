import ArgumentParser
import SchemaMigrations

/// `onboardingctl migrate up`
struct MigrateUp: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Applies every migration the database has not had."
    )

    @OptionGroup var folder: MigrationFolderOptions
    @OptionGroup var run: MigrationRunOptions

    func run(in context: CommandContext) throws {
        try MigrationRun(context: context, folder: folder, options: run).perform(.up)
    }
}
