/// What a worker is told on its command line. Everything else comes from the settings.
struct WorkerOptions: Sendable, Equatable {
    /// Leave after this many requests; nil for never.
    var maximumRequests: Int?
    /// Leave after this long; nil for never.
    var maximumAge: Duration?
    /// The scoreboard file; nil for none.
    var scoreboard: String?
    /// The worker's slot in the scoreboard; nil to take a free one.
    var slot: Int?
    /// An inherited descriptor whose end means that the manager is gone; nil when there is no manager.
    var managerDescriptor: Int32?
    /// An inherited connection over which the manager orders copies of this process; nil to be a worker itself.
    var forkServerDescriptor: Int32?
    /// The name of the pool that the worker belongs to; nil for the program's own.
    var pool: String?

    /// A worker that stays until it is told to leave.
    init() {}

    /// A command line that cannot be followed.
    struct UsageError: Error, Equatable, CustomStringConvertible {
        /// One sentence that names the option.
        let description: String
    }

    /// Reads the arguments after the program's name: `--name value` pairs.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw UsageError(description: "\(option) needs a value.") }
            switch option {
            case "--max-requests": maximumRequests = try Self.count(option, value)
            case "--max-age": maximumAge = .seconds(try Self.count(option, value))
            case "--scoreboard": scoreboard = value
            case "--slot": slot = try Self.count(option, value, minimum: 0)
            case "--manager-descriptor": managerDescriptor = Int32(clamping: try Self.count(option, value))
            case "--fork-server-descriptor":
                forkServerDescriptor = Int32(clamping: try Self.count(option, value))
            case "--pool": pool = value
            default: throw UsageError(description: "\(option) is not an option of this program.")
            }
        }
    }

    private static func count(_ option: String, _ text: String, minimum: Int = 1) throws(UsageError) -> Int {
        guard let number = Int(text), number >= minimum else {
            throw UsageError(description: "\(option) needs a whole number of at least \(minimum), not '\(text)'.")
        }
        return number
    }
}
