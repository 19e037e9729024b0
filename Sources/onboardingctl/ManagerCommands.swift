import ArgumentParser
import Foundation
import Supervision

/// Which manager a command speaks to.
struct RuntimeDirectoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The manager's directory. (default: the setting RUNTIME_DIRECTORY)", valueName: "directory")
    )
    var runtimeDirectory: String?

    func path(_ context: CommandContext) throws -> String {
        if let runtimeDirectory { return runtimeDirectory }
        guard let path = context.environment["RUNTIME_DIRECTORY"], !path.isEmpty else {
            throw CommandFailure("Set RUNTIME_DIRECTORY, or give --runtime-directory.")
        }
        return path
    }

    /// Sends the manager a request and prints its answer; a refusal is a failure of the command.
    func ask(_ request: ControlRequest, _ context: CommandContext) throws {
        switch try ControlClient.ask(request, in: path(context)) {
        case .done(let sentence): context.print(sentence)
        case .refused(let sentence): throw CommandFailure(sentence)
        case .status: throw CommandFailure("The manager gave an answer of another kind.")
        }
    }
}

/// `onboardingctl status`
struct Status: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the pools and what each worker is doing.",
        discussion: """
            Columns: how long the worker has been in its state (FOR), requests it has answered, memory that it shares \
            with nobody, its database connection (DB), the route of the request in hand.
            """
    )

    @Flag(help: "Show it anew every second until interrupted.")
    var watch = false

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        let path = try directory.path(context)
        guard watch else { return context.print(try text(path)) }
        while true {
            // Home, the table, and away with what is left of the last one.
            context.print(json ? try text(path) : "\u{1B}[H\(try text(path))\u{1B}[J")
            Thread.sleep(forTimeInterval: 1)
        }
    }

    private func text(_ path: String) throws -> String {
        let report = try StatusReport.take(in: path)
        return json ? report.json : report.table
    }
}

/// `onboardingctl scale`
struct Scale: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sets how many workers a pool has.",
        usage: "onboardingctl scale [<pool>] <count>",
        discussion: "Workers too many leave after the request in hand. The number lasts until the manager stops."
    )

    @Argument(help: "The pool, where there are several, and the number of workers, 1 to 1024.")
    var words: [String]

    @OptionGroup var directory: RuntimeDirectoryOption

    func validate() throws {
        guard (1...2).contains(words.count), Int(words[words.count - 1]) != nil else {
            throw ValidationError("Give a number of workers, with the pool's name before it where there are several.")
        }
    }

    func run(in context: CommandContext) throws {
        guard let workers = words.last.flatMap({ Int($0) }) else { return }
        let request = ControlRequest.scale(pool: words.count == 2 ? words[0] : nil, workers: workers)
        try directory.ask(request, context)
    }
}

/// `onboardingctl reload`
struct Reload: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads the settings again and replaces every worker without a gap.",
        discussion: """
            Returns when every worker runs with the new settings. New settings that are not valid, or with which the \
            first worker does not start, change nothing.

            Exit status: 0 done, 1 refused.
            """
    )

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        try directory.ask(.reload, context)
    }
}

/// `onboardingctl upgrade`
struct Upgrade: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts the manager's program anew, which takes over the sockets without a gap.",
        discussion: "For a new version of onboardingctl itself; for new workers and settings, reload is enough."
    )

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        try directory.ask(.upgrade, context)
    }
}

/// `onboardingctl stop`
struct Stop: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the manager and its workers, and returns when they are gone."
    )

    @Flag(help: "Serve the connections that wait already before stopping.")
    var graceful = false

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        try directory.ask(.stop(graceful ? .graceful : .quick), context)
    }
}
