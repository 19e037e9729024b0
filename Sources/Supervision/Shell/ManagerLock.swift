internal import Platform
internal import SystemPackage

/// The file by which one manager at a time owns the runtime directory.
///
/// It also keeps which socket files the manager made, so that its successor can tell them from somebody else's.
struct ManagerLock {
    let descriptor: FileDescriptor
    private let path: String

    /// Takes the lock of the directory.
    /// - Throws: `StartRefusal` when another manager has it.
    init(path: String) throws(StartRefusal) {
        self.path = path
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw StartRefusal("The lock file \(path) cannot be opened: \(error).")
        }
        let isTaken: Bool
        do {
            isTaken = try FileLock.take(descriptor, byte: 0)
        } catch {
            descriptor.closeIgnoringErrors()
            throw StartRefusal("The lock file \(path) cannot be locked: \(error).")
        }
        guard isTaken else {
            let process = Self.entries(path)["process"] ?? "unknown"
            descriptor.closeIgnoringErrors()
            throw StartRefusal("Another manager (process \(process)) runs in this directory; it holds \(path).")
        }
    }

    /// The lock that a predecessor handed over.
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
        // Who reads meanwhile finds a process. A torn rest means that a successor refuses a socket it might have taken.
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
