internal import Platform
internal import SystemPackage

/// What lies where in the runtime directory.
struct RuntimePaths {
    static let controlName = "control"

    let directory: String

    /// The socket on which a pool's workers accept.
    func socket(pool: String) -> String { "\(directory)/\(pool).sock" }

    /// The socket for `onboardingctl`.
    var control: String { socket(pool: Self.controlName) }

    /// Locked by the manager as long as it lives.
    var lock: String { "\(directory)/manager.lock" }

    /// What the workers do.
    var scoreboard: String { "\(directory)/scoreboard" }
}

/// The file by which one manager at a time owns the runtime directory.
///
/// It also keeps which socket files the manager made, so that the next manager can tell them from somebody else's.
struct ManagerLock {
    let descriptor: FileDescriptor
    private let path: String

    /// Takes the lock of the directory.
    /// - Throws: `ManagerError` when another manager has it.
    init(path: String) throws(ManagerError) {
        self.path = path
        do {
            descriptor = try LockFile.open(path)
        } catch {
            throw ManagerError("The lock file \(path) cannot be opened: \(error).")
        }
        let isTaken: Bool
        do {
            isTaken = try FileLock.take(descriptor, byte: 0)
        } catch {
            descriptor.closeIgnoringErrors()
            throw ManagerError("The lock file \(path) cannot be locked: \(error).")
        }
        guard isTaken else {
            let process = Self.entries(path)["process"] ?? "unknown"
            descriptor.closeIgnoringErrors()
            throw ManagerError("Another manager (process \(process)) runs in this directory; it holds \(path).")
        }
    }

    /// The lock that the old manager passed on in an upgrade.
    init(inherited descriptor: FileDescriptor, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Whether the last manager of this directory made the socket that lies at `socket` now.
    func knows(socket: String) -> Bool {
        guard let identity = FileSystem.identity(socket) else { return false }
        return Self.entries(path)[socket] == "\(identity)"
    }

    /// Writes down who holds the lock and which sockets are its own.
    func write(sockets: [String]) {
        var text = "process \(ThisProcess.id)\n"
        for socket in sockets {
            if let identity = FileSystem.identity(socket) { text += "\(socket) \(identity)\n" }
        }
        // A reader always finds the process. Without the rest, a later manager refuses a socket that it might have taken.
        _ = try? descriptor.writeAll(toAbsoluteOffset: 0, text.utf8)
        try? descriptor.resize(to: Int64(text.utf8.count))
    }

    private static func entries(_ path: String) -> [String: String] {
        var entries: [String: String] = [:]
        for line in ((try? TextFile.read(path)) ?? "").split(separator: "\n") {
            guard let space = line.lastIndex(of: " ") else { continue }
            entries[String(line[..<space])] = String(line[line.index(after: space)...])
        }
        return entries
    }
}

/// A listening socket with its path. Of a pool's socket the manager only holds the descriptor; the workers accept.
struct ListeningSocket {
    /// The kernel cuts this at `net.core.somaxconn`, 4096 by default; nginx answers 502 at once when it is full.
    private static let backlog: Int32 = 4_096

    let path: String
    let descriptor: FileDescriptor
    private let identity: FileIdentity?

    /// Binds a pool's socket in the place of one that no manager serves any more.
    ///
    /// Workers whose manager died keep serving the connections in the old socket's queue; new ones come here.
    /// - Throws: `ManagerError` when something else lies at the path.
    init(path: String, lock: ManagerLock) throws(ManagerError) {
        let descriptor: FileDescriptor
        do {
            switch try UnixSocket.occupant(of: path) {
            case .nothing, .deadSocket: break
            case .liveSocket where lock.knows(socket: path): break
            case .liveSocket:
                throw ManagerError("Another program accepts connections at \(path); stop it first.")
            case .otherFile:
                throw ManagerError("\(path) exists and is no socket; move it away.")
            }
            descriptor = try UnixSocket.listen(
                at: path,
                permissions: [.ownerReadWrite, .groupReadWrite],
                backlog: Self.backlog
            )
        } catch {
            throw error as? ManagerError ?? ManagerError("The socket \(path) cannot be made: \(error).")
        }
        self.init(descriptor, path: path)
    }

    /// A socket that is bound to the path already.
    init(_ descriptor: FileDescriptor, path: String) {
        self.path = path
        self.descriptor = descriptor
        identity = FileSystem.identity(path)
    }

    /// Whether the path leads here; somebody may have removed or replaced the file.
    var isReachable: Bool { identity != nil && FileSystem.identity(path) == identity }

    /// Whether a connection waits to be accepted.
    var hasWaitingConnections: Bool { descriptor.isReadable() }

    /// Wakes a worker if a connection waits.
    ///
    /// The kernel wakes one worker for each connection. When that one dies without accepting, no other is woken, and the
    /// connection waits until the next one comes. This is the next one: it is empty, and the worker that it wakes finds
    /// the other first.
    func wakeWorker() {
        guard hasWaitingConnections, isReachable else { return }
        try? UnixSocket.connect(path).closeIgnoringErrors()
    }

    /// Takes the path away. Connections that wait stay in the queue.
    func unlink() {
        if isReachable { try? FileSystem.remove(path) }
    }
}
