internal import Platform
internal import SystemPackage

/// What the workers on one listening socket know of each other: who observes the socket for those without a slot, and
/// when a request was last accepted by one that has a slot.
final class AcceptanceGroup {
    /// One page. Slots beyond share words, which does no harm: the latest time counts anyway.
    private static let words = 512
    /// The byte whose lock is the observer's post, and the one that is locked while the file is being made.
    private static let observer: Int64 = 0, initialization: Int64 = 1

    private var post: LockFile
    private let vacant: TokenPipe
    private let accepted: SharedMemory
    private(set) var isObserver = false

    init(directory: String, name: String) throws(Errno) {
        vacant = try TokenPipe(path: "\(directory)/acceptance.\(name).vacant")
        let path = "\(directory)/acceptance.\(name)"
        post = try LockFile(path: path)
        accepted = try SharedMemory(path: path, count: Self.words, lock: Self.initialization)
    }

    /// Readable when the group needs a new observer.
    var vacancy: FileDescriptor { vacant.descriptor }

    /// Becomes the observer if there is none.
    func becomeObserver() -> Bool {
        if isObserver { return true }
        _ = vacant.take()
        isObserver = (try? post.take(byte: Self.observer)) ?? false
        return isObserver
    }

    /// Leaves the post, and wakes one of those who could follow.
    func resign() {
        guard isObserver else { return }
        isObserver = false
        post.release(byte: Self.observer)
        if vacant.isEmpty { vacant.put() }
    }

    func noteAccepted(slot: Int, at now: Duration) {
        accepted.store(UInt64(clamping: now.wholeNanoseconds), at: slot % Self.words)
    }

    /// When a holder of one of the first `slots` slots last accepted a request in this group. What an earlier start of
    /// the machine left behind lies in the future and does not count.
    func lastAccepted(slots: Int, at now: Duration) -> Duration {
        let limit = UInt64(clamping: now.wholeNanoseconds)
        var latest: UInt64 = 0
        for word in 0..<min(slots, Self.words) {
            let value = accepted.load(word)
            if value <= limit { latest = max(latest, value) }
        }
        return .nanoseconds(Int64(clamping: latest))
    }
}

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
