import Foundation
import PackagePlugin

/// Tells the program, when it is built, the version of the newest file in `Migrations/`.
@main
struct NewestMigration: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "Migrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
        let version = names.compactMap { $0.split(separator: "_").first.flatMap { Int($0) } }.max() ?? 0
        let output = context.pluginWorkDirectoryURL.appending(path: "NewestMigration.swift")
        let source = "let newestMigration = MigrationVersion(number: \(version))"
        return [
            .buildCommand(
                displayName: "The newest migration is \(version)",
                executable: URL(filePath: "/bin/sh"),
                arguments: ["-c", "echo '\(source)' > \"$0\"", output.path],
                outputFiles: [output]
            )
        ]
    }
}
