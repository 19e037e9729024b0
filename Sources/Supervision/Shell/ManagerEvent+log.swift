internal import Logging
internal import Platform

extension ManagerEvent {
    /// How loud the log line is.
    var level: Logger.Level {
        switch self {
        case .workerStarted, .workerBecameReady, .workerAskedToLeave: .debug
        case .workerLeft, .poolScaled, .reloadStarted, .reloadFinished, .stopping: .info
        case .workerDied, .seatBackedOff: .warning
        case .workerStartFailed, .workerKilled, .reloadAbandoned, .reloadRefused: .error
        }
    }

    /// The line's sentence.
    var message: String {
        switch self {
        case .workerStarted: "A worker was started."
        case .workerStartFailed: "A worker could not be started."
        case .workerBecameReady: "A worker is ready."
        case .workerAskedToLeave: "A worker was asked to leave."
        case .workerLeft: "A worker left."
        case .workerDied(_, _, .configurationRefused, _, _): "A worker refused its settings."
        case .workerDied: "A worker died."
        case .workerKilled(_, _, .overdue): "A worker was killed: its request took too long."
        case .workerKilled(_, _, .notReady): "A worker was killed: it did not get ready in time."
        case .workerKilled(_, _, .didNotLeave): "A worker was killed: it did not leave in time."
        case .seatBackedOff: "Workers keep failing; the next one is started later."
        case .poolScaled: "The number of workers changed."
        case .reloadStarted: "A reload began."
        case .reloadFinished: "A reload is complete."
        case .reloadAbandoned:
            "A reload was abandoned: the first worker with the new settings failed. The old workers stay."
        case .reloadRefused: "A reload was refused: the new settings are not valid. The old workers stay."
        case .stopping: "The manager stops."
        }
    }

    /// The line's values.
    var metadata: Logger.Metadata {
        switch self {
        case .workerStarted(let id, let pool, let seat, let generation):
            ["worker": "\(id)", "pool": "\(pool)", "seat": "\(seat)", "generation": "\(generation)"]
        case .workerStartFailed(let id, let pool, let reason):
            ["worker": "\(id)", "pool": "\(pool)", "reason": "\(reason)"]
        case .workerBecameReady(let id, let pool, let after):
            ["worker": "\(id)", "pool": "\(pool)", "after_ms": "\(after.milliseconds)"]
        case .workerAskedToLeave(let id, let pool, let reason):
            ["worker": "\(id)", "pool": "\(pool)", "reason": "\(reason.rawValue)"]
        case .workerLeft(let id, let pool, let reason, let status, let requests):
            [
                "worker": "\(id)", "pool": "\(pool)", "reason": "\(reason.rawValue)", "status": "\(status)",
                "requests": "\(requests)",
            ]
        case .workerDied(let id, let pool, let status, let lived, let requests):
            [
                "worker": "\(id)", "pool": "\(pool)", "status": "\(status)", "lived_ms": "\(lived.milliseconds)",
                "requests": "\(requests)",
            ]
        case .workerKilled(let id, let pool, .overdue(let duration)):
            ["worker": "\(id)", "pool": "\(pool)", "duration_ms": "\(duration.milliseconds)"]
        case .workerKilled(let id, let pool, _):
            ["worker": "\(id)", "pool": "\(pool)"]
        case .seatBackedOff(let pool, let seat, let delay, let failures):
            [
                "pool": "\(pool)", "seat": "\(seat)", "delay_ms": "\(delay.milliseconds)", "failures": "\(failures)",
            ]
        case .poolScaled(let pool, let from, let to): ["pool": "\(pool)", "from": "\(from)", "to": "\(to)"]
        case .reloadStarted(let pool, let generation): ["pool": "\(pool)", "generation": "\(generation)"]
        case .reloadFinished(let pool, let generation, let took):
            ["pool": "\(pool)", "generation": "\(generation)", "took_ms": "\(took.milliseconds)"]
        case .reloadAbandoned(let pool, let generation, let status):
            ["pool": "\(pool)", "generation": "\(generation)", "status": "\(status)"]
        case .reloadRefused(let reason): ["reason": "\(reason)"]
        case .stopping(let kind): ["kind": "\(kind.rawValue)"]
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
