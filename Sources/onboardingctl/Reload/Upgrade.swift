import ArgumentParser
import Supervision

/// `onboardingctl upgrade`
struct Upgrade: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts the manager's program anew, which takes over the sockets without a gap.",
        discussion: "For a new version of onboardingctl itself; for new workers and settings, reload is enough."
    )

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        try ControlClient.ask(.upgrade, in: directory.path(context)).show(in: context)
    }
}
