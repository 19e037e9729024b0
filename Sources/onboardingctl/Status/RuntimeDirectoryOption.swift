import ArgumentParser
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
}

extension ControlReply {
    /// Prints what the manager says; a refusal is a failure of the command.
    func show(in context: CommandContext) throws {
        switch self {
        case .done(let sentence): context.print(sentence)
        case .refused(let sentence): throw CommandFailure(sentence)
        case .status: throw CommandFailure("The manager gave an answer of another kind.")
        }
    }
}
