internal import Platform

/// What `ManagerState` asks `Manager` to do. Actions are carried out in order.
enum ManagerAction: Equatable, Sendable {
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

/// What happened to the workers, as facts in the past. Consumers make log lines and counters of them.
enum ManagerEvent: Equatable, Sendable {
    /// A worker was started.
    case workerStarted(WorkerID, pool: String, seat: Int, generation: Int)
    /// A worker could not be started at all, for example because the process table is full.
    case workerStartFailed(WorkerID, pool: String, reason: String)
    /// A worker began to accept, this long after its start.
    case workerBecameReady(WorkerID, pool: String, after: Duration)
    /// A worker was asked to leave.
    case workerAskedToLeave(WorkerID, pool: String, reason: LeaveReason)
    /// A worker that was asked to leave, or that reached its own limit, is gone.
    case workerLeft(WorkerID, pool: String, reason: LeaveReason, status: ExitStatus, requests: Int)
    /// A worker that should have stayed is gone.
    case workerDied(WorkerID, pool: String, status: ExitStatus, lived: Duration, requests: Int)
    /// A worker is being killed.
    case workerKilled(WorkerID, pool: String, reason: KillReason)
    /// A seat stays empty for a while, since its workers keep failing.
    case seatBackedOff(pool: String, seat: Int, delay: Duration, failures: Int)
    /// The number of workers wanted changed.
    case poolScaled(pool: String, from: Int, to: Int)
    /// New settings were accepted; the pool is being replaced worker by worker.
    case reloadStarted(pool: String, generation: Int)
    /// Every worker of the pool runs with the new settings.
    case reloadFinished(pool: String, generation: Int, took: Duration)
    /// The first worker with the new settings failed; the pool stays with the old ones.
    case reloadAbandoned(pool: String, generation: Int, status: String)
    /// The new settings were refused before any worker saw them.
    case reloadRefused(reason: String)
    /// The manager begins to stop.
    case stopping(StopKind)
}

/// Why a worker leaves without having failed.
enum LeaveReason: String, CaseIterable, Sendable {
    /// It reached its own limit of requests or age.
    case limitReached = "limit"
    /// Its private memory grew past the limit.
    case memory
    /// A worker with newer settings takes its place.
    case reload
    /// Fewer workers are wanted.
    case scaledDown = "scale"
    /// The manager stops.
    case stop
}

/// Why the manager kills a worker.
enum KillReason: Equatable, Sendable {
    /// Its request took too long: this long so far.
    case overdue(Duration)
    /// It did not become ready in time.
    case notReady
    /// It did not leave in time after having been asked.
    case didNotLeave
}

/// How the manager stops.
public enum StopKind: String, Sendable {
    /// Workers finish the request they have; connections still queued are given up.
    case quick
    /// Queued connections are served first.
    case graceful
}
