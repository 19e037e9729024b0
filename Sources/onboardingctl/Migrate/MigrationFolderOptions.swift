import ArgumentParser
import Foundation
import SchemaMigrations

/// Where the migration files are.
struct MigrationFolderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the migration files.", valueName: "dir"))
    var migrations = "Migrations"

    /// Reads and checks every file of the folder.
    func read() throws -> MigrationSet {
        let folder = URL(filePath: migrations, directoryHint: .isDirectory)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        } catch {
            throw CommandFailure("The folder '\(migrations)' cannot be read. Name the right one with --migrations.")
        }
        let files = try names.filter { $0.hasSuffix(".sql") }.map { name in
            MigrationFile(name: name, bytes: Array(try Data(contentsOf: folder.appending(path: name))))
        }
        return try MigrationSet(parsing: files)
    }
}
