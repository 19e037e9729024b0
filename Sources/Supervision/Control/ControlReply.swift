internal import JSON

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
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("ok")
        switch self {
        case .done(let sentence):
            writer.bool(true)
            writer.name("message")
            writer.string(sentence)
        case .refused(let sentence):
            writer.bool(false)
            writer.name("message")
            writer.string(sentence)
        case .status(let process, let seconds, let pools):
            writer.bool(true)
            writer.name("process")
            writer.integer(Int(process))
            writer.name("seconds")
            writer.integer(seconds)
            writer.name("pools")
            writer.beginArray()
            for pool in pools { pool.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads one line; nil when it is none of ours.
    init?(line: [UInt8]) {
        guard let document = try? JSONValue.parse(line), case .bool(let isDone)? = document["ok"] else { return nil }
        if case .string(let sentence)? = document["message"] {
            self = isDone ? .done(sentence) : .refused(sentence)
        } else if case .integer(let process)? = document["process"], case .integer(let seconds)? = document["seconds"],
            case .array(let pools)? = document["pools"]
        {
            self = .status(
                process: Int32(clamping: process),
                seconds: seconds,
                pools: pools.compactMap(PoolSummary.init(json:))
            )
        } else {
            return nil
        }
    }
}

extension PoolSummary {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("name")
        writer.string(name)
        for (name, number) in [
            ("wanted", wanted), ("serving", serving), ("starting", starting), ("leaving", leaving),
            ("waiting", waiting),
        ] {
            writer.name(name)
            writer.integer(number)
        }
        writer.name("reloading")
        writer.bool(isReloading)
        writer.endObject()
    }

    init?(json: JSONValue) {
        guard case .string(let name)? = json["name"], case .bool(let isReloading)? = json["reloading"] else {
            return nil
        }
        func number(_ name: String) -> Int {
            if case .integer(let value)? = json[name] { value } else { 0 }
        }
        self.init(
            name: name,
            wanted: number("wanted"),
            serving: number("serving"),
            starting: number("starting"),
            leaving: number("leaving"),
            waiting: number("waiting"),
            isReloading: isReloading
        )
    }
}
