import ArgumentParser
import Supervision

/// Which pools to run.
struct PoolOptions: ParsableArguments {
    /// The pool that always is there.
    static let standardPool = "onboarding"

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
        let first = PoolArgument(name: Self.standardPool, workers: workers, executable: responder)
        let isReplaced = others.contains { $0.name == Self.standardPool }
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
struct PoolArgument: ExpressibleByArgument, Equatable {
    var name: String
    var workers: Int
    var executable: String?

    init(name: String, workers: Int, executable: String?) {
        self.name = name
        self.workers = workers
        self.executable = executable
    }

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, !parts[0].isEmpty, let workers = Int(parts[1]), parts.last != "" else { return nil }
        self.init(
            name: String(parts[0]),
            workers: workers,
            executable: parts.count == 3 ? String(parts[2]) : nil
        )
    }
}
