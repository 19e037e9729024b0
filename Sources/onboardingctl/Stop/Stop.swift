import ArgumentParser
import Supervision

/// `onboardingctl stop`
struct Stop: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the manager and its workers, and returns when they are gone."
    )

    @Flag(help: "Serve the connections that wait already before stopping.")
    var graceful = false

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        try ControlClient.stop(graceful ? .graceful : .quick, in: directory.path(context)).show(in: context)
    }
}
