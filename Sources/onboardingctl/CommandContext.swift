import ArgumentParser
import Foundation
import Platform

/// What a command takes from the process around it. Tests hand in their own.
struct CommandContext {
    var environment: [String: String]
    var readFile: (String) throws -> String
    var readPassword: () throws -> String
    /// Prints a line of the result.
    var print: (String) -> Void
    /// Prints a line about what is going on or went wrong.
    var note: (String) -> Void

    /// The process itself.
    static var live: CommandContext {
        CommandContext(
            environment: ProcessEnvironment.all(),
            readFile: { try TextFile.read($0) },
            readPassword: { try PasswordInput.readFromStandardInput() },
            print: { FileHandle.standardOutput.write(Data(($0 + "\n").utf8)) },
            note: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
        )
    }
}

/// A command that works in a ``CommandContext``.
protocol ContextualCommand: ParsableCommand {
    /// Does the work. A ``CommandFailure`` is shown as it is; any other error as itself.
    func run(in context: CommandContext) throws
}

extension ContextualCommand {
    func run() throws {
        try runReportingFailure(in: .live)
    }

    /// Runs and turns an error into lines on standard error and exit status 1.
    func runReportingFailure(in context: CommandContext) throws {
        do {
            try run(in: context)
        } catch let code as ExitCode {
            throw code
        } catch {
            for line in "\(error)".split(separator: "\n") { context.note("onboardingctl: \(line)") }
            throw ExitCode.failure
        }
    }
}

/// Why a command failed, as a sentence for the one who ran it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
