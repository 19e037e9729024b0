/// One worker process as the brain sees it.
struct Worker: Sendable {
    enum Stage: Equatable, Sendable {
        case starting
        case serving
        case leaving(LeaveReason, killAt: Duration)
        /// Already killed; only its exit is awaited.
        case killed
    }

    let id: WorkerID
    let pool: Int
    let generation: Int
    let startedAt: Duration
    var stage = Stage.starting
    var readyAt: Duration?
    /// Set while a replacement is being brought up because of this worker's memory.
    var isTooLarge = false

    var isServing: Bool { stage == .serving }

    /// When something has to be done about it if nothing happens before.
    func deadline(_ limits: ManagerLimits) -> Duration? {
        switch stage {
        case .starting: startedAt + limits.startTimeout
        case .leaving(_, let killAt): killAt
        case .serving, .killed: nil
        }
    }
}
