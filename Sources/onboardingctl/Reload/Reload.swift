import ArgumentParser
import Supervision

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
        try ControlClient.ask(.reload, in: directory.path(context)).show(in: context)
    }
}
