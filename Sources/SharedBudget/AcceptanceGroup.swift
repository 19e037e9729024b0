internal import Platform
internal import SystemPackage

/// What the workers on one listening socket know of each other: who observes the socket for those without a slot, and
/// when a request was last accepted by one that has a slot.
final class AcceptanceGroup {
    /// One page. Slots beyond share words, which does no harm: the latest time counts anyway.
    private static let words = 512

    private var post: LockFile
    private let vacant: TokenPipe
    private let accepted: SharedMemory
    private(set) var isObserver = false

    init(directory: String, name: String) throws(Errno) {
        vacant = try TokenPipe(path: "\(directory)/acceptance.\(name).vacant")
        let path = "\(directory)/acceptance.\(name)"
        post = try LockFile(path: path)
        let file = try LockFile.open(path)
        defer { file.closeIgnoringErrors() }
        do {
            let length = Self.words * MemoryLayout<UInt64>.size
            if try file.seek(offset: 0, from: .end) < length {
                // Written, not only made longer: with the space taken now, no store to the memory can run out of it.
                try file.writeAll(toAbsoluteOffset: 0, [UInt8](repeating: 0, count: length))
            }
            accepted = try SharedMemory(file, count: Self.words)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// Readable when the group needs a new observer.
    var vacancy: FileDescriptor { vacant.descriptor }

    /// Becomes the observer if there is none.
    func becomeObserver() -> Bool {
        if isObserver { return true }
        _ = vacant.take()
        isObserver = (try? post.take(byte: 0)) ?? false
        return isObserver
    }

    /// Leaves the post, and wakes one of those who could follow.
    func resign() {
        guard isObserver else { return }
        isObserver = false
        post.release(byte: 0)
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
