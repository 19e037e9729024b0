/// What the brain asks the shell to do. Actions are carried out in order.
public enum ManagerAction: Equatable, Sendable {
    /// Start a worker of this pool with the settings of this generation; answer with `startFailed` when it cannot be.
    case start(WorkerID, pool: String, generation: Int)
    /// Ask a worker to finish its request and leave (SIGTERM).
    case askToLeave(WorkerID)
    /// End a worker at once (SIGKILL).
    case kill(WorkerID)
    /// Read and check the settings anew; answer with `settingsAccepted` or `settingsRefused`.
    case loadSettings
    /// Take the sockets' paths away, so that no new connection comes; the queued ones stay. Answer with
    /// `queuesDrained` once none is pending.
    case closeToNewConnections
    /// Tell the log, and the counters, what happened.
    case report(ManagerEvent)
    /// The last worker is gone: leave.
    case finish
}
