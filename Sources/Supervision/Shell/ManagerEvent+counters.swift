internal import Scoreboard

extension ManagerEvent {
    /// What the event adds to, if anything.
    var counter: ManagerCounter? {
        switch self {
        case .workerStarted: .workersStarted
        case .workerStartFailed: .startsFailed
        case .workerDied: .deaths
        case .workerKilled(_, _, .overdue): .killedOverdue
        case .workerKilled(_, _, .notReady): .killedNotReady
        case .workerKilled(_, _, .didNotLeave): .killedNotLeaving
        case .workerLeft(_, _, .limitReached, _, _): .recycledLimit
        case .workerLeft(_, _, .memory, _, _): .recycledMemory
        case .workerLeft(_, _, .reload, _, _): .leftReload
        case .workerLeft(_, _, .scaledDown, _, _): .leftScale
        case .reloadFinished: .reloadsFinished
        case .reloadAbandoned, .reloadRefused: .reloadsRefused
        case .workerLeft(_, _, .stop, _, _), .workerBecameReady, .workerAskedToLeave, .seatBackedOff, .poolScaled,
            .reloadStarted, .stopping:
            nil
        }
    }
}
