internal import Platform
internal import SystemPackage

/// The files of a budget in the runtime directory. Nothing in them needs to be kept or removed while no worker runs: the
/// truth lies in the locks, which the kernel takes back from whoever dies, and the tokens in the pipes are only hints to
/// look.
///
/// | file                       | what it is |
/// |----------------------------|------------|
/// | `connections`              | byte *n* below ``mostSlots``: locked by the process that holds slot *n*; further bytes: see ``LockByte`` |
/// | `connections.backends`     | two words for each slot: see ``SlotMarks`` |
/// | `connections.wanted`       | pipe: a token for each process that needs a slot, taken by the one that gives up its own |
/// | `connections.freed`        | pipe: a token for each slot that was given up, taken by one of those who wait |
/// | `acceptance.GROUP`         | byte 0: locked by the group's observer; its words: when the holders of slots last accepted |
/// | `acceptance.GROUP.vacant`  | pipe: a token when the group's observer has left, taken by its successor |
struct BudgetFiles: ~Copyable {
    /// The bytes of `connections` that are not slots.
    enum LockByte {
        /// Held by the one waiting process that looks for slots whose holder died.
        static let lookout: Int64 = 1 << 20
        /// Each waiting process holds one of these, chosen at random.
        static let waiters: Range<Int64> = 1 << 40..<1 << 60
    }

    /// The most slots that a budget can have.
    static let mostSlots = 10_000

    /// Where this process holds its locks.
    var slots: LockFile
    let wanted: TokenPipe
    let freed: TokenPipe

    init(directory: String) throws(Errno) {
        let wanted = try TokenPipe(path: "\(directory)/connections.wanted")
        let freed = try TokenPipe(path: "\(directory)/connections.freed")
        slots = try LockFile(path: "\(directory)/connections")
        self.wanted = wanted
        self.freed = freed
    }
}
