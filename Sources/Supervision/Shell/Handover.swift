internal import JSON
internal import Platform
internal import SystemPackage

/// What a manager leaves to the one that takes its place (`SIGUSR2`): the lock and the listening sockets, as inherited
/// descriptors, and the pools' present sizes.
struct Handover: Equatable {
    /// The environment variable that carries it.
    static let variable = "ONBOARDING_HANDOVER"
    /// How long a successor tries before it gives up and leaves everything to its predecessor.
    static let timeout = Duration.seconds(30)

    struct Pool: Equatable {
        var name: String
        var workers: Int
        var descriptor: Int32
    }

    static let lockDescriptor: Int32 = 3
    static let firstPoolDescriptor: Int32 = 4

    var predecessor: Int32
    var pools: [Pool]

    var text: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("predecessor")
        writer.integer(Int(predecessor))
        writer.name("pools")
        writer.beginArray()
        for pool in pools {
            writer.beginObject()
            writer.name("name")
            writer.string(pool.name)
            writer.name("workers")
            writer.integer(pool.workers)
            writer.name("descriptor")
            writer.integer(Int(pool.descriptor))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    init(predecessor: Int32, pools: [Pool]) {
        self.predecessor = predecessor
        self.pools = pools
    }

    /// Nil when the text is none of ours.
    init?(_ text: String) {
        guard let document = try? JSONValue.parse(Array(text.utf8)),
            case .integer(let predecessor)? = document["predecessor"], case .array(let entries)? = document["pools"]
        else { return nil }
        self.predecessor = Int32(clamping: predecessor)
        pools = []
        for entry in entries {
            guard case .string(let name)? = entry["name"], case .integer(let workers)? = entry["workers"],
                case .integer(let descriptor)? = entry["descriptor"]
            else { return nil }
            pools.append(Pool(name: name, workers: workers, descriptor: Int32(clamping: descriptor)))
        }
    }

    /// What this process was left, if its parent is the one that left it.
    static func inherited(_ environment: [String: String]) -> Handover? {
        guard let text = environment[variable], let handover = Handover(text),
            handover.predecessor == ThisProcess.parent
        else { return nil }
        return handover
    }
}
