import ArgumentParser
import Foundation
import Support

@testable import onboardingctl

/// What one run of a command left behind, with everything around it handed in.
struct CommandRun {
    var output = ""
    var notes = ""
    var exitCode: Int32 = 0

    /// Parses the arguments and runs the command they name.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        files: [String: String] = [:],
        password: String = ""
    ) {
        var (printed, noted) = ("", "")
        let context = CommandContext(
            environment: environment,
            readFile: { path in
                guard let content = files[path] else { throw CocoaError(.fileNoSuchFile) }
                return content
            },
            readPassword: { password },
            print: { printed += $0 + "\n" },
            note: { noted += $0 + "\n" }
        )
        do {
            let command = try Onboardingctl.parseAsRoot(arguments)
            guard let command = command as? any ContextualCommand else {
                throw ValidationError("the arguments name no command that runs")
            }
            try command.runReportingFailure(in: context)
        } catch {
            exitCode = Onboardingctl.exitCode(for: error).rawValue
            noted += Onboardingctl.message(for: error)
        }
        output = printed
        notes = noted
    }

    /// Runs `onboardingctl migrate VERB` on a database, with the shipped migrations.
    static func migrate(_ database: TestDatabase, _ verb: String, _ flags: [String]) -> CommandRun {
        CommandRun(["migrate", verb] + flags + ["--migrations", migrations], environment: database.environment)
    }

    /// The folder of the migrations that this repository ships.
    static let migrations = URL(filePath: #filePath).appending(path: "../../../Migrations").standardizedFileURL
        .path(percentEncoded: false)
}

extension TestDatabase {
    /// The environment of an installation on this database.
    var environment: [String: String] {
        ["DATABASE_URL": applicationURL, "DATABASE_OWNER_URL": ownerURL]
    }

    /// Gives the database the tables of this release.
    func migrate() throws {
        let run = CommandRun(["migrate", "up", "--migrations", CommandRun.migrations], environment: environment)
        guard run.exitCode == 0 else { throw CommandFailure(run.notes) }
    }
}
