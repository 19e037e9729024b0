internal import Platform
internal import SystemPackage

/// What stands behind each slot on the server's side: memory that outlives a killed holder.
///
/// The kernel gives the slot of a killed process back at once, but the server notices later, and until then it still
/// counts the connection. So whoever opens a connection leaves a mark first, and takes it away when the server has let
/// go. Who then takes a slot and finds a mark knows that its holder died, and leaves the slot alone until the server's
/// process is gone, or, where that cannot be seen (another host, or a connection that was just being opened), for
/// ``quarantine``. Only the holder of a slot's lock touches its words.
final class SlotMarks {
    /// How long a slot rests when the server's process cannot be watched: the `client_connection_check_interval` of one
    /// second that the server should have, and a margin.
    static let quarantine = Duration.milliseconds(1200)

    /// The mark of a connection whose server process is not known. None is 0; others are a `ProcessIdentity`.
    private static let unknown: UInt64 = 1

    private let words: SharedMemory

    init(directory: String, slots: Int) throws(Errno) {
        words = try SharedMemory(path: "\(directory)/connections.backends", count: slots * 2, lock: 0)
    }

    /// A connection is about to be opened.
    func opening(_ slot: Int) { set(slot, Self.unknown, since: 0) }

    /// The server has given the connection a process.
    func opened(_ slot: Int, backend: UInt64) {
        if ProcessIdentity(packed: backend) != nil { set(slot, backend, since: 0) }
    }

    /// The connection was closed, and whether the server is known to have let go of it.
    func closed(_ slot: Int, isGone: Bool, at now: Duration) {
        if isGone { set(slot, 0, since: 0) } else { words.store(Self.word(now), at: slot * 2 + 1) }
    }

    /// Whether the slot backs a connection with this mark.
    func has(_ slot: Int, backend: UInt64) -> Bool {
        words.load(slot * 2) == (ProcessIdentity(packed: backend)?.packed ?? Self.unknown)
    }

    /// Whether the server counts no connection for the slot any more, as far as can be known.
    func isVacant(_ slot: Int, at now: Duration) -> Bool {
        let mark = words.load(slot * 2)
        if mark == 0 { return true }
        if let process = ProcessIdentity(packed: mark) {
            if process.isRunning { return false }
        } else {
            let since = words.load(slot * 2 + 1)
            let now = Self.word(now)
            guard since != 0, since <= now else {
                words.store(now, at: slot * 2 + 1)
                return false
            }
            if now - since < Self.word(Self.quarantine) { return false }
        }
        set(slot, 0, since: 0)
        return true
    }

    private func set(_ slot: Int, _ mark: UInt64, since: UInt64) {
        words.store(since, at: slot * 2 + 1)
        words.store(mark, at: slot * 2)
    }

    private static func word(_ time: Duration) -> UInt64 { UInt64(clamping: time.wholeNanoseconds) }
}
