internal import JSON

/// What `onboardingctl` asks of a running manager: one JSON object in one line.
public enum ControlRequest: Equatable, Sendable {
    /// The pools in numbers.
    case status
    /// Set a pool's number of workers; nil means the only pool.
    case scale(pool: String?, workers: Int)
    /// Read the settings again and replace every worker. The answer comes when that is over.
    case reload
    /// Leave. The connection ends when the manager has.
    case stop(StopKind)
    /// Start the program anew and leave the sockets to it.
    case upgrade

    /// The line, with its end.
    public var line: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("command")
        switch self {
        case .status: writer.string("status")
        case .reload: writer.string("reload")
        case .upgrade: writer.string("upgrade")
        case .stop(let kind):
            writer.string("stop")
            writer.name("kind")
            writer.string(kind.rawValue)
        case .scale(let pool, let workers):
            writer.string("scale")
            if let pool {
                writer.name("pool")
                writer.string(pool)
            }
            writer.name("workers")
            writer.integer(workers)
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads one line without its end.
    /// - Throws: `ControlMistake` with a sentence.
    init(line: [UInt8]) throws(ControlMistake) {
        let document: JSONValue
        do {
            document = try JSONValue.parse(line)
        } catch {
            throw ControlMistake(sentence: "The request is no JSON object in one line.")
        }
        guard case .string(let command)? = document["command"] else {
            throw ControlMistake(sentence: "The request has no \"command\".")
        }
        switch command {
        case "status": self = .status
        case "reload": self = .reload
        case "upgrade": self = .upgrade
        case "stop":
            guard case .string(let name) = document["kind"] ?? .string("quick"), let kind = StopKind(rawValue: name)
            else { throw ControlMistake(sentence: "\"kind\" is \"quick\" or \"graceful\".") }
            self = .stop(kind)
        case "scale":
            guard case .integer(let workers)? = document["workers"] else {
                throw ControlMistake(sentence: "\"workers\" is a whole number.")
            }
            switch document["pool"] {
            case nil, .null: self = .scale(pool: nil, workers: workers)
            case .string(let pool): self = .scale(pool: pool, workers: workers)
            default: throw ControlMistake(sentence: "\"pool\" is a text.")
            }
        default:
            throw ControlMistake(sentence: "There is no command \"\(command)\".")
        }
    }
}

/// Why a request makes no sense.
struct ControlMistake: Error, Equatable {
    let sentence: String
}
