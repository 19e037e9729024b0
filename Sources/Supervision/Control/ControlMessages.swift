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
    var line: [UInt8] {
        let object: JSONValue =
            switch self {
            case .status: .object(["command": "status"])
            case .reload: .object(["command": "reload"])
            case .upgrade: .object(["command": "upgrade"])
            case .stop(let kind): .object(["command": "stop", "kind": .string(kind.rawValue)])
            case .scale(let pool, let workers):
                .object(["command": "scale", "pool": pool.map(JSONValue.string) ?? .null, "workers": .integer(workers)])
            }
        return object.line
    }

    /// Reads one line without its end.
    /// - Throws: `ManagerError` with a sentence.
    init(line: [UInt8]) throws(ManagerError) {
        guard let document = try? JSONValue.parse(line) else {
            throw ManagerError("The request is no JSON object in one line.")
        }
        guard case .string(let command)? = document["command"] else {
            throw ManagerError("The request has no \"command\".")
        }
        switch command {
        case "status": self = .status
        case "reload": self = .reload
        case "upgrade": self = .upgrade
        case "stop":
            guard case .string(let name) = document["kind"] ?? .string("quick"), let kind = StopKind(rawValue: name)
            else { throw ManagerError("\"kind\" is \"quick\" or \"graceful\".") }
            self = .stop(kind)
        case "scale":
            guard case .integer(let workers)? = document["workers"] else {
                throw ManagerError("\"workers\" is a whole number.")
            }
            switch document["pool"] {
            case nil, .null: self = .scale(pool: nil, workers: workers)
            case .string(let pool): self = .scale(pool: pool, workers: workers)
            default: throw ManagerError("\"pool\" is a text.")
            }
        default:
            throw ManagerError("There is no command \"\(command)\".")
        }
    }
}

/// What the manager answers: one JSON object in one line.
public enum ControlReply: Equatable, Sendable {
    /// It was done; the sentence says what.
    case done(String)
    /// Nothing was changed; the sentence says why.
    case refused(String)
    /// The manager's process id, how long it has been running in whole seconds, and its pools.
    case status(process: Int32, seconds: Int, pools: [PoolSummary])

    /// The line, with its end.
    var line: [UInt8] {
        let object: JSONValue =
            switch self {
            case .done(let sentence): .object(["ok": .bool(true), "message": .string(sentence)])
            case .refused(let sentence): .object(["ok": .bool(false), "message": .string(sentence)])
            case .status(let process, let seconds, let pools):
                .object([
                    "ok": .bool(true), "process": .integer(Int(process)), "seconds": .integer(seconds),
                    "pools": .array(pools.map(\.json)),
                ])
            }
        return object.line
    }

    /// Reads one line; nil when it is none of ours.
    init?(line: [UInt8]) {
        guard let document = try? JSONValue.parse(line), case .bool(let isDone)? = document["ok"] else { return nil }
        if case .string(let sentence)? = document["message"] {
            self = isDone ? .done(sentence) : .refused(sentence)
        } else if case .integer(let process)? = document["process"], case .integer(let seconds)? = document["seconds"],
            case .array(let pools)? = document["pools"]
        {
            let summaries = pools.compactMap(PoolSummary.init(json:))
            self = .status(process: Int32(clamping: process), seconds: seconds, pools: summaries)
        } else {
            return nil
        }
    }
}

extension PoolSummary {
    /// The numbers of workers, each with its name in JSON.
    private static let counts: KeyValuePairs<String, any WritableKeyPath<PoolSummary, Int> & Sendable> = [
        "wanted": \.wanted, "serving": \.serving, "starting": \.starting, "leaving": \.leaving, "waiting": \.waiting,
    ]

    var json: JSONValue {
        let counts = Self.counts.map { JSONMember(name: $0, value: .integer(self[keyPath: $1])) }
        return .object(
            [JSONMember(name: "name", value: .string(name))] + counts
                + [JSONMember(name: "reloading", value: .bool(isReloading))]
        )
    }

    init?(json: JSONValue) {
        guard case .string(let name)? = json["name"], case .bool(let isReloading)? = json["reloading"] else {
            return nil
        }
        self.init(name: name, isReloading: isReloading)
        for (name, count) in Self.counts {
            if case .integer(let value)? = json[name] { self[keyPath: count] = value }
        }
    }
}

extension JSONValue {
    /// An object with these members in this order.
    static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { JSONMember(name: $0, value: $1) })
    }

    var text: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The value in one line, with its end.
    var line: [UInt8] { text + [UInt8(ascii: "\n")] }
}
