import ArgumentParser
import Supervision

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
        try ControlClient.ask(request, in: directory.path(context)).show(in: context)
    }
}
