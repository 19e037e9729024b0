internal import Platform
internal import SystemPackage

/// A pool's listening socket. The manager only holds it; the workers accept.
struct ListeningSocket {
    /// The kernel cuts this at `net.core.somaxconn`, 4096 by default; nginx answers 502 at once when it is full.
    static let backlog: Int32 = 4_096

    let path: String
    let descriptor: FileDescriptor
    private let identity: FileIdentity?

    /// Binds a new socket in the place of one that no manager serves any more.
    ///
    /// Workers whose manager died keep serving the connections in the old socket's queue; new ones come here.
    /// - Throws: `StartRefusal` when something else lies at the path.
    init(path: String, lock: ManagerLock) throws(StartRefusal) {
        self.path = path
        do {
            switch try UnixSocket.occupant(of: path) {
            case .nothing, .deadSocket: break
            case .liveSocket where lock.knows(socket: path): break
            case .liveSocket:
                throw StartRefusal("Another program accepts connections at \(path); stop it first.")
            case .otherFile:
                throw StartRefusal("\(path) exists and is no socket; move it away.")
            }
            descriptor = try UnixSocket.listen(
                at: path,
                permissions: [.ownerReadWrite, .groupReadWrite],
                backlog: Self.backlog
            )
        } catch let error as StartRefusal {
            throw error
        } catch {
            throw StartRefusal("The socket \(path) cannot be made: \(error).")
        }
        identity = FileSystem.identity(path)
    }

    /// The socket that a predecessor handed over.
    init(inherited descriptor: FileDescriptor, path: String) {
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
    /// Of the workers that wait on the socket the kernel wakes one for each connection. When that one dies without
    /// accepting, nobody else is told, and the connection would wait until the next one comes. This is the next one: it
    /// is empty, and the worker that it wakes finds the other first.
    func wakeWorker() {
        guard hasWaitingConnections, isReachable else { return }
        try? UnixSocket.connect(path).closeIgnoringErrors()
    }

    /// Takes the path away. Connections that wait stay in the queue.
    func unlink() {
        if isReachable { try? FileSystem.remove(path) }
    }
}
