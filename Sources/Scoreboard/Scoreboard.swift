internal import Platform
public import SystemPackage

/// The file through which workers tell what they do: everybody on the host who may open it sees it at once, and no
/// worker waits for anybody to write it.
///
/// Made by whoever comes first, the manager or a worker. Each slot belongs to the process that holds a lock on it; the
/// kernel gives the lock back when that process ends. Use from one thread.
public final class Scoreboard {
    /// How many slots a new file gets: enough for two pools of the largest size and their replacements. A slot costs
    /// memory only once it is used.
    public static let standardSlots = 2_560

    /// How many slots this file has.
    public let slots: Int

    /// The file's path.
    public let path: String

    let memory: SharedMemory
    private let file: FileDescriptor

    /// Opens the scoreboard at `path`, making it where there is none or one that this version cannot read.
    ///
    /// - Parameter slots: for a new file; an existing one keeps its own number.
    /// - Throws: `Errno`, for example `.noSuchFileOrDirectory` for the directory or `.permissionDenied`.
    public init(path: String, slots: Int = Scoreboard.standardSlots) throws(Errno) {
        self.path = path
        var file = try LockFile.open(path)
        do {
            try FileLock.wait(file, byte: ScoreboardLayout.LockByte.initialization)
            if try Self.isForeign(file) {
                // The processes that still use the other version keep their file; the path gets a new one.
                let new = try Self.replace(path, slots: slots)
                file.closeIgnoringErrors()
                file = new
            } else {
                try Self.prepare(file, slots: slots)
                FileLock.release(file, byte: ScoreboardLayout.LockByte.initialization)
            }
            self.slots = try Int(SharedMemory.word(ScoreboardLayout.Header.slots, of: file))
            memory = try SharedMemory(file, count: ScoreboardLayout.words(slots: self.slots))
            self.file = file
        } catch {
            file.closeIgnoringErrors()
            throw error as? Errno ?? .ioError
        }
    }

    deinit { file.closeIgnoringErrors() }

    /// Takes a free slot for a process to be started, which keeps it by inheriting the returned descriptor.
    ///
    /// - Parameter first: where the search begins; it goes on upwards, and from the end to the lowest.
    /// - Returns: the slot and a descriptor whose lock holds it; nil when every slot is taken.
    /// - Throws: `Errno`, for example `.tooManyOpenFiles`.
    public func reserve(from first: Int = 0) throws(Errno) -> (slot: Int, lock: FileDescriptor)? {
        let lock = try LockFile.open(path)
        for step in 0..<slots {
            let slot = (first + step) % slots
            do {
                if try FileLock.take(lock, byte: ScoreboardLayout.LockByte.slot(slot)) { return (slot, lock) }
            } catch {
                lock.closeIgnoringErrors()
                throw error
            }
        }
        lock.closeIgnoringErrors()
        return nil
    }

    /// Takes the lowest free slot for this process itself; nil when every slot is taken.
    func claim() throws(Errno) -> Int? {
        for slot in 0..<slots where try FileLock.take(file, byte: ScoreboardLayout.LockByte.slot(slot)) {
            return slot
        }
        return nil
    }

    /// Whether a process other than this one holds the slot.
    func isHeld(_ slot: Int) -> Bool {
        FileLock.isHeldElsewhere(file, byte: ScoreboardLayout.LockByte.slot(slot))
    }

    /// Enters the routes of a program.
    /// - Parameter templates: for example `GET /users/{id}`, to which `WorkerSlot.begin` refers by position.
    ///   One more place, for requests that fit none, is added by itself. Templates that find the table full share its
    ///   last place.
    /// - Throws: `Errno` from the kernel.
    public func enter(routes templates: [String]) throws(Errno) -> RoutePlaces {
        typealias Route = ScoreboardLayout.Route
        try FileLock.wait(file, byte: ScoreboardLayout.LockByte.routes)
        defer { FileLock.release(file, byte: ScoreboardLayout.LockByte.routes) }
        var known = routes
        let places = (templates + ["unmatched"]).map { template in
            let text = String(decoding: template.utf8.prefix(Route.words * 8), as: UTF8.self)
            if let place = known.firstIndex(of: text) { return place }
            if known.count < Route.capacity {
                let entry = known.count == Route.capacity - 1 ? "other" : text
                memory.store(entry, at: ScoreboardLayout.route(known.count), words: Route.words)
                known.append(entry)
                memory.store(UInt64(known.count), at: ScoreboardLayout.Header.routeCount)
            }
            return known.count - 1
        }
        return RoutePlaces(places: places)
    }

    /// The route templates that any worker has named so far.
    var routes: [String] {
        typealias Route = ScoreboardLayout.Route
        let count = Int(clamping: memory.load(ScoreboardLayout.Header.routeCount))
        return (0..<min(count, Route.capacity)).map {
            memory.text(at: ScoreboardLayout.route($0), words: Route.words)
        }
    }

    private static func isForeign(_ file: FileDescriptor) throws -> Bool {
        let size = try file.seek(offset: 0, from: .end)
        guard size > 0 else { return false }
        guard size >= Int64(ScoreboardLayout.words(slots: 1) * 8) else { return true }
        let magic = try SharedMemory.word(ScoreboardLayout.Header.magic, of: file)
        if magic == 0 { return false }
        let slots = try Int64(clamping: SharedMemory.word(ScoreboardLayout.Header.slots, of: file))
        return try magic != ScoreboardLayout.magic
            || SharedMemory.word(ScoreboardLayout.Header.version, of: file) != ScoreboardLayout.version
            || !(1...65_536).contains(slots) || size < Int64(ScoreboardLayout.words(slots: Int(slots)) * 8)
    }

    /// Writes the header unless it is there. The magic comes last: without it the file counts as empty.
    private static func prepare(_ file: FileDescriptor, slots: Int) throws {
        let words = ScoreboardLayout.words(slots: slots)
        if try file.seek(offset: 0, from: .end) == 0 { try file.resize(to: Int64(words * 8)) }
        guard try SharedMemory.word(ScoreboardLayout.Header.magic, of: file) == 0 else { return }
        let header = try SharedMemory(file, count: ScoreboardLayout.Header.words)
        header.store(ScoreboardLayout.version, at: ScoreboardLayout.Header.version)
        header.store(UInt64(slots), at: ScoreboardLayout.Header.slots)
        header.store(ScoreboardLayout.magic, at: ScoreboardLayout.Header.magic)
    }

    private static func replace(_ path: String, slots: Int) throws -> FileDescriptor {
        let temporary = "\(path).\(ThisProcess.id)"
        let file = try LockFile.open(temporary)
        try prepare(file, slots: slots)
        try FileSystem.rename(temporary, to: path)
        return file
    }
}

/// Where the routes of a program lie in a scoreboard's table.
public struct RoutePlaces: Sendable {
    let places: [Int]
}
