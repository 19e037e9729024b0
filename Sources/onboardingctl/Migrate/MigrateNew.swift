import ArgumentParser
import Foundation
import SchemaMigrations

/// `onboardingctl migrate new`
struct MigrateNew: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes an empty migration file and prints its path."
    )

    @Argument(help: "What it does, as verb and noun: add_phone_index.")
    var name: String

    @OptionGroup var folder: MigrationFolderOptions

    func run(in context: CommandContext) throws {
        let version = Date().formatted(
            Date.VerbatimFormatStyle(
                format: """
                    \(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)\
                    \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\
                    \(second: .twoDigits)
                    """,
                timeZone: .gmt,
                calendar: Calendar(identifier: .gregorian)
            )
        )
        guard let version = MigrationVersion(version), let file = MigrationFileName(version: version, name: name) else {
            throw CommandFailure("The name takes lower-case words joined by underscores, such as add_phone_index.")
        }
        if let newest = try folder.read().migrations.last, newest.version >= version {
            throw CommandFailure("\(newest.file.fileName) is newer than this machine's clock.")
        }
        let path = URL(filePath: folder.migrations).appending(path: file.fileName)
        let template = "-- migrate:up\n\n\n-- migrate:down\n\n"
        try Data(template.utf8).write(to: path, options: .withoutOverwriting)
        context.print(path.path(percentEncoded: false))
    }
}
