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
