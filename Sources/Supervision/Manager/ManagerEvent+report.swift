internal import Logging
internal import Platform
internal import Scoreboard

/// What the log says of an event, and the counter that it adds to, if any.
typealias EventReport = (level: Logger.Level, message: String, counter: ManagerCounter?, metadata: Logger.Metadata)

extension ManagerEvent {
    /// - Parameter process: gives the process id of a worker that runs.
    func report(_ process: (WorkerID) -> Int32?) -> EventReport {
        func worker(_ id: WorkerID, _ pool: String, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
            var metadata = more
            metadata["worker"] = "\(id)"
            metadata["pool"] = "\(pool)"
            if let process = process(id) { metadata["worker_pid"] = "\(process)" }
            return metadata
        }
        switch self {
        case .workerStarted(let id, let pool, let seat, let generation):
            let metadata = worker(id, pool, ["seat": "\(seat)", "generation": "\(generation)"])
            return (.debug, "A worker was started.", .workersStarted, metadata)
        case .workerStartFailed(let id, let pool, let reason):
            return (.error, "A worker could not be started.", .startsFailed, worker(id, pool, ["reason": "\(reason)"]))
        case .workerBecameReady(let id, let pool, let after):
            return (.debug, "A worker is ready.", nil, worker(id, pool, ["after_ms": "\(after.milliseconds)"]))
        case .workerAskedToLeave(let id, let pool, let reason):
            return (.debug, "A worker was asked to leave.", nil, worker(id, pool, ["reason": "\(reason.rawValue)"]))
        case .workerLeft(let id, let pool, let reason, let status, let requests):
            let more: Logger.Metadata = [
                "reason": "\(reason.rawValue)", "status": "\(status)", "requests": "\(requests)",
            ]
            return (.info, "A worker left.", reason.counter, worker(id, pool, more))
        case .workerDied(let id, let pool, let status, let lived, let requests):
            let message = status == .configurationRefused ? "A worker refused its settings." : "A worker died."
            let more: Logger.Metadata = [
                "status": "\(status)", "lived_ms": "\(lived.milliseconds)", "requests": "\(requests)",
            ]
            return (.warning, message, .deaths, worker(id, pool, more))
        case .workerKilled(let id, let pool, .overdue(let duration)):
            let metadata = worker(id, pool, ["duration_ms": "\(duration.milliseconds)"])
            return (.error, "A worker was killed: its request took too long.", .killedOverdue, metadata)
        case .workerKilled(let id, let pool, .notReady):
            let message = "A worker was killed: it did not get ready in time."
            return (.error, message, .killedNotReady, worker(id, pool))
        case .workerKilled(let id, let pool, .didNotLeave):
            let message = "A worker was killed: it did not leave in time."
            return (.error, message, .killedNotLeaving, worker(id, pool))
        case .seatBackedOff(let pool, let seat, let delay, let failures):
            let metadata: Logger.Metadata = [
                "pool": "\(pool)", "seat": "\(seat)", "delay_ms": "\(delay.milliseconds)", "failures": "\(failures)",
            ]
            return (.warning, "Workers keep failing; the next one is started later.", nil, metadata)
        case .poolScaled(let pool, let from, let to):
            let metadata: Logger.Metadata = ["pool": "\(pool)", "from": "\(from)", "to": "\(to)"]
            return (.info, "The number of workers changed.", nil, metadata)
        case .reloadStarted(let pool, let generation):
            return (.info, "A reload began.", nil, ["pool": "\(pool)", "generation": "\(generation)"])
        case .reloadFinished(let pool, let generation, let took):
            let metadata: Logger.Metadata = [
                "pool": "\(pool)", "generation": "\(generation)", "took_ms": "\(took.milliseconds)",
            ]
            return (.info, "A reload is complete.", .reloadsFinished, metadata)
        case .reloadAbandoned(let pool, let generation, let status):
            let message = "A reload was abandoned: the first worker with the new settings failed. The old workers stay."
            let metadata: Logger.Metadata = [
                "pool": "\(pool)", "generation": "\(generation)", "status": "\(status)",
            ]
            return (.error, message, .reloadsRefused, metadata)
        case .reloadRefused(let reason):
            let message = "A reload was refused: the new settings are not valid. The old workers stay."
            return (.error, message, .reloadsRefused, ["reason": "\(reason)"])
        case .stopping(let kind):
            return (.info, "The manager stops.", nil, ["kind": "\(kind.rawValue)"])
        }
    }

    /// Why a reload did not come about, as a sentence.
    var reloadProblem: String? {
        switch self {
        case .reloadRefused(let reason): reason
        case .reloadAbandoned(let pool, _, let status):
            "The first worker of pool \"\(pool)\" with the new settings failed (\(status))."
        default: nil
        }
    }
}

extension LeaveReason {
    fileprivate var counter: ManagerCounter? {
        switch self {
        case .limitReached: .recycledLimit
        case .memory: .recycledMemory
        case .reload: .leftReload
        case .scaledDown: .leftScale
        case .stop: nil
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
