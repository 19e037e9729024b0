internal import JSON
internal import Platform
internal import Scoreboard

/// What `onboardingctl status` shows: the pools as the manager has them, and the workers from the scoreboard.
public struct StatusReport: Sendable {
    let directory: String
    let manager: (process: Int32, seconds: Int)?
    let pools: [PoolSummary]
    let snapshot: ScoreboardSnapshot

    /// Looks at a runtime directory. Works without a manager too, as long as the scoreboard is there.
    /// - Throws: `ControlFailure` with a sentence when there is neither.
    public static func take(in directory: String) throws(ControlFailure) -> StatusReport {
        let path = RuntimePaths(directory: directory).scoreboard
        guard FileSystem.identity(path) != nil, let board = try? Scoreboard(path: path) else {
            throw ControlFailure(description: "Nothing runs in \(directory): there is no scoreboard.")
        }
        let snapshot = board.snapshot()
        guard case .status(let process, let seconds, let pools)? = try? ControlClient.ask(.status, in: directory)
        else { return StatusReport(directory: directory, manager: nil, pools: [], snapshot: snapshot) }
        return StatusReport(
            directory: directory,
            manager: (process, seconds),
            pools: pools,
            snapshot: snapshot
        )
    }

    /// For people, at most 80 columns wide.
    public var table: String {
        var text = "No manager runs in \(directory).\n\n"
        if let manager {
            text = "Manager \(manager.process), up \(StatusTable.short(.seconds(manager.seconds)))\n\n"
            text += "POOL         WANTED  SERVING  STARTING  LEAVING  WAITING\n"
            for pool in pools {
                text += Self.padded(pool.name, 11)
                let numbers = [(pool.wanted, 8), (pool.serving, 9), (pool.starting, 10), (pool.leaving, 9)]
                for (number, width) in numbers + [(pool.waiting, 9)] {
                    text += String(repeating: " ", count: max(1, width - "\(number)".count)) + "\(number)"
                }
                text += pool.isReloading ? "  reloading\n" : "\n"
            }
            text += "\n"
        }
        return text + StatusTable.render(snapshot)
    }

    /// For programs: one JSON object.
    public var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("manager")
        if let manager {
            writer.beginObject()
            writer.name("pid")
            writer.integer(Int(manager.process))
            writer.name("uptime_seconds")
            writer.integer(manager.seconds)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.name("pools")
        writer.beginArray()
        for pool in pools { pool.write(to: &writer) }
        writer.endArray()
        writer.name("workers")
        writer.beginArray()
        for worker in snapshot.workers { Self.write(worker, at: snapshot.takenAt, to: &writer) }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ worker: SlotSnapshot, at now: Duration, to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, number) in [
            ("pid", Int(worker.process)), ("slot", worker.slot), ("requests", worker.requests),
            ("private_memory_bytes", Int(clamping: worker.privateMemory)),
            ("state_milliseconds", Int((now - worker.since) / .milliseconds(1))),
            ("age_seconds", Int((now - worker.startedAt) / .seconds(1))),
        ] {
            writer.name(name)
            writer.integer(max(0, number))
        }
        for (name, text) in [
            ("pool", worker.pool), ("state", worker.state.name), ("connection", worker.connection.name),
        ] {
            writer.name(name)
            writer.string(text)
        }
        writer.name("route")
        writer.write(worker.route.map(JSONValue.string) ?? .null)
        writer.name("request_id")
        writer.write(worker.state.isBusy ? .string(worker.requestID) : .null)
        writer.endObject()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
