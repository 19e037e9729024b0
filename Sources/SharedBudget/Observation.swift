/// Decides for a worker without a slot whether it has to take a request all the same. A pure value.
///
/// A connection on the listening socket is normally accepted within microseconds by a worker that holds a slot. When it
/// is still there after ``grace`` and none of them has accepted anything in the meantime, they are stuck, gone, or there
/// are none for this socket. When they do accept but the queue is never found empty for ``pressure``, they are too few,
/// and slots may lie idle elsewhere. In both cases the observer takes one request and asks for a slot.
///
/// Under full load with all slots in one group the second case moves four slots a second to no use; that is the price of
/// finding out.
struct Observation: Sendable {
    static let grace = Duration.milliseconds(20)
    static let pressure = Duration.milliseconds(250)

    enum Decision: Equatable, Sendable {
        /// Be told when a connection arrives.
        case observe
        /// Look again at this instant.
        case look(at: Duration)
        /// Accept, without a slot.
        case accept
    }

    private struct Suspicion: Sendable {
        var since: Duration
        var nextLook: Duration
    }

    private var suspicion: Suspicion?

    mutating func decide(at now: Duration, isPending: () -> Bool, lastAccepted: () -> Duration) -> Decision {
        if let current = suspicion, now < current.nextLook { return .look(at: current.nextLook) }
        guard isPending() else {
            suspicion = nil
            return .observe
        }
        let nextLook = now + Self.grace
        guard let current = suspicion else {
            suspicion = Suspicion(since: now, nextLook: nextLook)
            return .look(at: nextLook)
        }
        suspicion?.nextLook = nextLook
        if now - lastAccepted() >= Self.grace || now - current.since >= Self.pressure { return .accept }
        return .look(at: nextLook)
    }

    /// The worker has accepted, got a slot, or left the post.
    mutating func end() { suspicion = nil }
}
