/// Where everything lies in the scoreboard file, in words of eight bytes.
///
/// Header, route table, then one slot per worker: a status block (what it does now) and a counter block (what happened
/// in this slot since the file was made). Counters belong to the slot, not to the process, so they outlive workers.
/// Change `version` with any change here: a file of another version is replaced.
enum ScoreboardLayout {
    static let magic: UInt64 = 0x4552_4f43_5341_5641
    static let version: UInt64 = 1

    enum Header {
        static let magic = 0
        static let version = 1
        static let slots = 2
        static let routeCount = 3
        static let managerProcess = 4
        static let managerCounters = 16
        static let words = 64
    }

    enum Route {
        static let capacity = 96
        static let words = 16
    }

    /// Four cache lines, so that no two workers write to the same one.
    enum Status {
        static let state = 0
        static let process = 1
        static let started = 2
        static let since = 3
        static let route = 4
        static let requests = 5
        static let privateMemory = 6
        static let connection = 7
        /// Odd while the words of one change are being written.
        static let revision = 8
        static let requestID = 9
        static let requestIDWords = 6
        static let pool = 15
        static let poolWords = 4
        static let wasUsed = 19
        static let poolCounters = 20
        static let words = 32
    }

    /// One row per route in the counter block.
    enum Row {
        static let statuses = 0
        static let buckets = statuses + StatusCode.columns
        static let durationNanoseconds = buckets + LatencyBuckets.count
        static let words = 48
    }

    static let slotWords = Status.words + Route.capacity * Row.words
    static let firstSlot = Header.words + Route.capacity * Route.words

    static func words(slots: Int) -> Int { firstSlot + slots * slotWords }
    static func route(_ index: Int) -> Int { Header.words + index * Route.words }
    static func slot(_ index: Int) -> Int { firstSlot + index * slotWords }
    static func row(slot: Int, route: Int) -> Int { self.slot(slot) + Status.words + route * Row.words }

    /// Bytes of the file that are locked, far behind its end so that no one takes them for content.
    enum LockByte {
        static let initialization: Int64 = 1 << 40
        static let routes = initialization + 1
        static func slot(_ index: Int) -> Int64 { initialization + 16 + Int64(index) }
    }
}
