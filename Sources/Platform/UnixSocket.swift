internal import Glibc
public import SystemPackage

/// Stream sockets in the file system. All descriptors are close-on-exec and, unless said otherwise, non-blocking.
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
        var address = try address(temporary)
        let raw = try stream()
        unsafe unlink(temporary)
        let mask = umask(0o777)
        let bound = unsafe address.withPointer { unsafe bind(raw, $0, $1) }
        let code = errno
        umask(mask)
        guard bound == 0 else {
            close(raw)
            throw Errno(rawValue: code)
        }
        guard Glibc.listen(raw, backlog) == 0, unsafe chmod(temporary, permissions.rawValue) == 0,
            unsafe rename(temporary, path) == 0
        else {
            let code = errno
            close(raw)
            unsafe unlink(temporary)
            throw Errno(rawValue: code)
        }
        return FileDescriptor(rawValue: raw)
    }

    /// Connects to the socket at `path`. The descriptor blocks when `blocking` is set.
    /// - Throws: `Errno`, for example `.connectionRefused` or `.noSuchFileOrDirectory`.
    public static func connect(_ path: String, blocking: Bool = false) throws(Errno) -> FileDescriptor {
        var address = try address(path)
        let raw = try stream(blocking: blocking)
        guard unsafe address.withPointer({ unsafe Glibc.connect(raw, $0, $1) }) == 0 else {
            let code = errno
            close(raw)
            throw Errno(rawValue: code)
        }
        return FileDescriptor(rawValue: raw)
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

    /// Whether a connection waits to be accepted, or data to be read.
    public static func isReadable(_ descriptor: FileDescriptor) -> Bool {
        var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }

    /// A socket that is neither bound nor connected.
    static func stream(blocking: Bool = false) throws(Errno) -> Int32 {
        let flags = Int32(SOCK_CLOEXEC.rawValue) | (blocking ? 0 : O_NONBLOCK)
        let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard raw >= 0 else { throw Errno(rawValue: errno) }
        return raw
    }

    private static func address(_ path: String) throws(Errno) -> UnixSocketAddress {
        do {
            return try UnixSocketAddress(path)
        } catch {
            throw .fileNameTooLong
        }
    }
}

extension FileDescriptor {
    /// Closes the descriptor where a failure has no consequence: nothing unwritten hangs on it.
    public func closeIgnoringErrors() { Glibc.close(rawValue) }
}
