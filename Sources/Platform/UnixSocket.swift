internal import Glibc
public import SystemPackage

/// Stream sockets of one machine. All descriptors are close-on-exec and, unless said otherwise, non-blocking.
/// See <https://man7.org/linux/man-pages/man7/unix.7.html>. Call from one thread: binding sets the umask for a moment.
public enum UnixSocket {
    /// What lies at a path where a socket should be.
    public enum Occupant: Equatable, Sendable {
        /// Nothing.
        case nothing
        /// A socket on which somebody accepts or could.
        case liveSocket
        /// A socket whose process is gone.
        case deadSocket
        /// Something that is no socket.
        case otherFile
    }

    /// Looks what lies at `path`, by connecting where it is a socket.
    /// - Throws: `Errno`, for example `.permissionDenied`.
    public static func occupant(of path: String) throws(Errno) -> Occupant {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            if errno == ENOENT { return .nothing }
            throw Errno(rawValue: errno)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { return .otherFile }
        do {
            try connect(path).closeIgnoringErrors()
            return .liveSocket
        } catch .connectionRefused {
            return .deadSocket
        } catch .resourceTemporarilyUnavailable {
            return .liveSocket
        }
    }

    /// Binds a listening socket to `path`, taking the place of a socket that lies there in one step: whoever connects
    /// finds the old or the new one, never none.
    ///
    /// - Parameters:
    ///   - permissions: the file's, whatever the umask is; at no moment has it more.
    ///   - backlog: how many connections may wait; the kernel cuts it at `net.core.somaxconn`.
    /// - Throws: `Errno`; `.fileNameTooLong` for a path of more than 103 bytes.
    public static func listen(
        at path: String,
        permissions: FilePermissions,
        backlog: Int32
    ) throws(Errno) -> FileDescriptor {
        let temporary = "\(path).new"
        let address = try UnixSocketAddress(temporary)
        unsafe unlink(temporary)
        let mask = umask(0o777)
        defer { umask(mask) }
        let listener = try unsafe open(address) { unsafe bind($0, $1, $2) }
        guard Glibc.listen(listener.rawValue, backlog) == 0, unsafe chmod(temporary, permissions.rawValue) == 0,
            unsafe rename(temporary, path) == 0
        else {
            let error = Errno(rawValue: errno)
            listener.closeIgnoringErrors()
            unsafe unlink(temporary)
            throw error
        }
        return listener
    }

    /// Listens under a name that is in no file system and vanishes with the descriptor: for a library that insists on
    /// connecting by itself to something that this process has to say. One connection may wait.
    /// See "abstract" in <https://man7.org/linux/man-pages/man7/unix.7.html>.
    /// - Parameter name: begins with `@`. Any process may connect: see ``peerProcess(of:)``.
    /// - Throws: `Errno`; `.addressInUse` when somebody has the name, `.fileNameTooLong` for more than 107 bytes.
    public static func listen(named name: String) throws(Errno) -> FileDescriptor {
        try unsafe open(UnixSocketAddress(name)) { socket, address, length in
            unsafe bind(socket, address, length) == 0 ? Glibc.listen(socket, 1) : -1
        }
    }

    /// Connects to the socket at `path`. The descriptor blocks when `blocking` is set.
    /// - Throws: `Errno`, for example `.connectionRefused` or `.noSuchFileOrDirectory`.
    public static func connect(_ path: String, blocking: Bool = false) throws(Errno) -> FileDescriptor {
        try unsafe open(UnixSocketAddress(path), blocking: blocking) { unsafe Glibc.connect($0, $1, $2) }
    }

    /// The next waiting connection; nil when none waits.
    /// - Throws: `Errno`, for example `.tooManyOpenFiles`.
    public static func accept(_ listener: FileDescriptor) throws(Errno) -> FileDescriptor? {
        let raw = Glibc.accept(listener.rawValue, nil, nil)
        if raw >= 0 {
            // Nothing is started in between: this process has one thread.
            _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
            _ = fcntl(raw, F_SETFL, O_NONBLOCK)
            return FileDescriptor(rawValue: raw)
        }
        switch errno {
        case EAGAIN, EINTR, ECONNABORTED: return nil
        default: throw Errno(rawValue: errno)
        }
    }

    /// The process that called `listen` on the other end of a connected Unix socket.
    /// See `SO_PEERCRED` in <https://man7.org/linux/man-pages/man7/unix.7.html>.
    /// - Returns: nil for another kind of socket, and for a process that is not visible from here.
    public static func peerProcess(of socket: FileDescriptor) -> Int32? {
        // The process, the user and the group.
        var credentials: [Int32] = [0, 0, 0]
        var length = socklen_t(credentials.count * MemoryLayout<Int32>.size)
        guard unsafe getsockopt(socket.rawValue, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else {
            return nil
        }
        return credentials[0] > 0 ? credentials[0] : nil
    }

    /// A new socket with which `call` returned 0.
    private static func open(
        _ address: UnixSocketAddress,
        blocking: Bool = false,
        _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(Errno) -> FileDescriptor {
        let flags = Int32(SOCK_CLOEXEC.rawValue) | (blocking ? 0 : O_NONBLOCK)
        let raw = try checked(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | flags, 0))
        guard unsafe address.withPointer({ unsafe call(raw, $0, $1) }) == 0 else {
            let error = Errno(rawValue: errno)
            close(raw)
            throw error
        }
        return FileDescriptor(rawValue: raw)
    }
}

/// A path as the kernel's socket calls take it.
struct UnixSocketAddress {
    /// The longest path in bytes: `sun_path` less its closing NUL.
    private static let maximumPathLength = 107

    private var address = sockaddr_un()
    private var length = socklen_t(MemoryLayout<sockaddr_un>.size)

    /// A path, or with `@` in front a name that is in no file system: as the service manager and libpq write it.
    /// - Throws: `.fileNameTooLong` for a path that the kernel would cut.
    init(_ path: String) throws(Errno) {
        let bytes = Array(path.utf8)
        guard (1...Self.maximumPathLength).contains(bytes.count), !bytes.contains(0) else { throw .fileNameTooLong }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        guard path.hasPrefix("@") else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0[0] = 0 }
        length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    }

    /// Calls `body` with what `bind` and `connect` take, and returns its result.
    func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
