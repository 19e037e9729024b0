import ArgumentParser
import Foundation
import Platform
import Postgres
import Secrets
import Settings

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
    func run() throws { try runReportingFailure(in: .live) }

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

    init(_ description: String) { self.description = description }
}

extension String {
    /// The word and the blanks up to the next column of a list.
    var inColumn: String { self + String(repeating: " ", count: max(1, 9 - count)) }
}

/// Opens the one connection of a command.
enum CommandConnection {
    /// How long to try.
    static let patience = Duration.seconds(10)

    /// - Parameter likeWorker: ask for the start-up options that workers ask for when they prepare statements. Poolers
    ///   refuse them, so commands do without.
    static func open(_ url: Secret<String>, likeWorker: Bool = false) throws -> Connection {
        do {
            return try Connection.open(
                ConnectionConfiguration(
                    url: url.revealed,
                    applicationName: "onboardingctl",
                    startOptions: likeWorker
                ),
                deadline: MonotonicClock.now + patience,
                preparedStatements: false
            )
        } catch {
            // libpq ends its messages with a line feed.
            let message = error.debugDescription.trimmingCharacters(in: .newlines)
            throw CommandFailure("The database cannot be reached: \(message)")
        }
    }
}

extension Connection {
    /// Runs a statement for a command, within its patience.
    func answer(to statement: Statement, _ values: [Parameter]) throws -> Rows {
        do {
            return try execute(statement, values, deadline: MonotonicClock.now + CommandConnection.patience)
        } catch {
            throw CommandFailure("The database refused: \(error.debugDescription)")
        }
    }
}

extension CommandContext {
    /// The connection that `DATABASE_URL` describes.
    func connect() throws -> Connection {
        try CommandConnection.open(DatabaseSettings.load(from: environment, readFile: readFile).url)
    }
}
