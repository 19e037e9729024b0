internal import Glibc
public import SystemPackage

/// A named pipe that carries tokens between processes: each token put is taken by exactly one process.
///
/// A token stays in the pipe until it is taken, so none is missed by a process that was not waiting, as long as some
/// process has the pipe open. See <https://man7.org/linux/man-pages/man7/fifo.7.html>. One thread.
public struct TokenPipe: ~Copyable {
    /// Readable while a token is there. Watched exclusively, each token wakes one process.
    public let descriptor: FileDescriptor

    /// Opens the pipe, close-on-exec and non-blocking, and creates it with mode 0600 where there is none.
    /// - Throws: `Errno` from the kernel; `.fileExists` when the path is something else.
    public init(path: String) throws(Errno) {
        guard unsafe mkfifo(path, 0o600) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        // Open for both directions, so that opening never waits and the pipe never looks abandoned.
        let raw = try checked(unsafe open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC))
        var status = stat()
        guard unsafe fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
            close(raw)
            throw .fileExists
        }
        descriptor = FileDescriptor(rawValue: raw)
    }

    deinit { close(descriptor.rawValue) }

    /// Adds a token. A full pipe, which holds thousands, stays as it is.
    public func put() {
        var token: UInt8 = 1
        _ = unsafe write(descriptor.rawValue, &token, 1)
    }

    /// Takes a token.
    /// - Returns: false when there is none.
    public func take() -> Bool {
        var token: UInt8 = 0
        return unsafe read(descriptor.rawValue, &token, 1) == 1
    }

    /// Whether no token is there right now.
    public var isEmpty: Bool { !descriptor.isReadable() }
}
