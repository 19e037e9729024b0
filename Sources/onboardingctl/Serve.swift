import ArgumentParser
import Foundation
import Logging
import Platform
import Settings
import Supervision

/// `onboardingctl serve`
struct Serve: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the workers: starts them, replaces them as they end, scales, reloads and upgrades them.",
        discussion: """
            Each pool has its socket RUNTIME_DIRECTORY/POOL.sock (mode 0660) and as many worker processes as wanted.

            Signals: TERM and INT stop after the requests in hand, QUIT also serves the connections that wait, HUP \
            reloads settings and workers without a gap, USR2 starts this program anew and leaves it the sockets, TTIN \
            and TTOU add and remove one worker of the first pool.

            Exit status: 0 stopped as asked, 1 did not start, 64 wrong usage.
            """
    )

    @OptionGroup var pools: PoolOptions
    @OptionGroup var limits: WorkerLimitOptions

    @Option(
        help: ArgumentHelp("NAME=value lines that win over the environment; read again on reload.", valueName: "file")
    )
    var settings: String?

    func run(in context: CommandContext) throws {
        let source = SettingsSource(environment: context.environment, file: settings) { variables in
            try Settings.load(from: variables, readFile: context.readFile).requestDeadline
        }
        let start = try Settings.load(
            from: try source.variables(),
            readFile: context.readFile,
            requiring: [.runtimeDirectory]
        )
        guard let directory = start.runtimeDirectory else { throw CommandFailure("RUNTIME_DIRECTORY is not set.") }
        let executable = try ThisProcess.executablePath()
        var configuration = ManagerConfiguration(
            runtimeDirectory: directory,
            pools: try pools.resolve(besides: executable),
            settings: source,
            command: (executable, Array(CommandLine.arguments.dropFirst()))
        )
        limits.apply(to: &configuration)
        let logger = Logger(label: "onboardingctl") { StructuredLog(label: $0, level: start.logLevel) }
        try Manager(configuration, logger: logger).run()
    }
}

/// Which pools to run.
struct PoolOptions: ParsableArguments {
    @Option(help: "How many workers the pool \"onboarding\" has, 1 to 1024.")
    var workers = 4

    @Option(
        help: ArgumentHelp(
            "The program of the pool \"onboarding\". (default: onboarding-responder beside this program)",
            valueName: "path"
        )
    )
    var responder: String?

    @Option(
        name: .customLong("pool"),
        help: ArgumentHelp(
            "Another pool: NAME:COUNT or NAME:COUNT:PROGRAM. Without PROGRAM it is NAME-responder beside this program. May be given several times.",
            valueName: "pool"
        )
    )
    var others: [PoolArgument] = []

    /// The pools, with the path of each program.
    ///
    /// - Parameter program: the path of this program.
    func resolve(besides program: String) throws -> [PoolConfiguration] {
        let folder = program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let first = PoolArgument(name: "onboarding", workers: workers, executable: responder)
        let isReplaced = others.contains { $0.name == first.name }
        return ((isReplaced ? [] : [first]) + others).map {
            PoolConfiguration(
                name: $0.name,
                workers: $0.workers,
                executable: $0.executable ?? "\(folder)/\($0.name)-responder"
            )
        }
    }
}

/// `NAME:COUNT` or `NAME:COUNT:PROGRAM`
struct PoolArgument: ExpressibleByArgument {
    var name: String
    var workers: Int
    var executable: String?
}

extension PoolArgument {
    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, !parts[0].isEmpty, let workers = Int(parts[1]), parts.last != "" else { return nil }
        self.init(name: parts[0], workers: workers, executable: parts.count == 3 ? parts[2] : nil)
    }
}

/// When workers are replaced.
struct WorkerLimitOptions: ParsableArguments {
    @Option(help: "A worker leaves after this many requests, give or take a tenth; 0 means never.")
    var maxRequests = 50_000

    @Option(
        help: ArgumentHelp("A worker leaves at this age, give or take a tenth; 0 means never.", valueName: "seconds")
    )
    var maxAge = 3_600

    @Option(help: ArgumentHelp("A worker with more private memory is replaced; 0 means never.", valueName: "MiB"))
    var maxMemory = 128

    @Option(help: ArgumentHelp("How long a worker may take to leave before it is killed.", valueName: "seconds"))
    var grace = 30

    func validate() throws {
        for (name, value) in [
            ("--max-requests", maxRequests), ("--max-age", maxAge), ("--max-memory", maxMemory), ("--grace", grace),
        ] {
            guard (0...1_000_000_000).contains(value) else {
                throw ValidationError("\(name) is a number from 0 to 1000000000, not \(value).")
            }
        }
    }

    func apply(to configuration: inout ManagerConfiguration) {
        configuration.requestsPerWorker = maxRequests > 0 ? maxRequests : nil
        configuration.agePerWorker = maxAge > 0 ? .seconds(maxAge) : nil
        configuration.limits.maximumMemory = maxMemory > 0 ? UInt64(maxMemory) << 20 : nil
        configuration.limits.stopGrace = .seconds(grace)
    }
}
