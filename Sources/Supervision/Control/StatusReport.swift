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
    /// - Throws: `ManagerError` with a sentence when there is neither.
    public static func take(in directory: String) throws(ManagerError) -> StatusReport {
        let path = RuntimePaths(directory: directory).scoreboard
        guard FileSystem.identity(path) != nil, let board = try? Scoreboard(path: path) else {
            throw ManagerError("Nothing runs in \(directory): there is no scoreboard.")
        }
        let snapshot = board.snapshot()
        guard case .status(let process, let seconds, let pools)? = try? ControlClient.ask(.status, in: directory)
        else { return StatusReport(directory: directory, manager: nil, pools: [], snapshot: snapshot) }
        return StatusReport(directory: directory, manager: (process, seconds), pools: pools, snapshot: snapshot)
    }

    /// For people, at most 80 columns wide.
    public var table: String {
        guard let manager else { return "No manager runs in \(directory).\n\n" + StatusTable.render(snapshot) }
        var text = "Manager \(manager.process), up \(StatusTable.short(.seconds(manager.seconds)))\n\n"
        text += "POOL         WANTED  SERVING  STARTING  LEAVING  WAITING\n"
        for pool in pools {
            text += pool.name + String(repeating: " ", count: max(0, 11 - pool.name.count))
            let numbers = [pool.wanted, pool.serving, pool.starting, pool.leaving, pool.waiting]
            for (number, width) in zip(numbers, [8, 9, 10, 9, 9]) {
                text += String(repeating: " ", count: max(1, width - "\(number)".count)) + "\(number)"
            }
            text += pool.isReloading ? "  reloading\n" : "\n"
        }
        return text + "\n" + StatusTable.render(snapshot)
    }

    /// For programs: one JSON object.
    public var json: String {
        let manager = manager.map { process, seconds in
            JSONValue.object(["pid": .integer(Int(process)), "uptime_seconds": .integer(seconds)])
        }
        let object = JSONValue.object([
            "manager": manager ?? .null, "pools": .array(pools.map(\.json)),
            "workers": .array(snapshot.workers.map { Self.json($0, at: snapshot.takenAt) }),
        ])
        return String(decoding: object.text, as: UTF8.self)
    }

    private static func json(_ worker: SlotSnapshot, at now: Duration) -> JSONValue {
        let milliseconds = max(0, Int((now - worker.since) / .milliseconds(1)))
        let age = max(0, Int((now - worker.startedAt) / .seconds(1)))
        return .object([
            "pid": .integer(max(0, Int(worker.process))), "slot": .integer(worker.slot),
            "requests": .integer(worker.requests),
            "private_memory_bytes": .integer(Int(clamping: worker.privateMemory)),
            "state_milliseconds": .integer(milliseconds), "age_seconds": .integer(age),
            "pool": .string(worker.pool), "state": .string(worker.state.name),
            "connection": .string(worker.connection.name), "route": worker.route.map(JSONValue.string) ?? .null,
            "request_id": worker.state.isBusy ? .string(worker.requestID) : .null,
        ])
    }
}
