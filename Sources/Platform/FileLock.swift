internal import CLinux
internal import Glibc
public import SystemPackage

/// Locks on bytes of a file that belong to the open file, not to the process ("open file description locks").
///
/// The kernel gives them back when the last descriptor of the open file is gone, however its process ended; a child that
/// inherits the descriptor keeps the lock. See <https://man7.org/linux/man-pages/man2/F_GETLK.2const.html>.
public enum FileLock {
    /// Takes the lock on `byte`, or says that somebody else has it. Never waits.
    /// - Returns: whether the lock is held now.
    /// - Throws: `Errno` for anything but a lock held elsewhere.
    public static func take(_ file: FileDescriptor, byte: Int64) throws(Errno) -> Bool {
        try take(file, byte: byte, CLinux_F_OFD_SETLK)
    }

    /// Takes the lock on `byte`, waiting until whoever has it gives it back: for holders that need microseconds only.
    /// - Throws: `Errno` from the kernel.
    public static func wait(_ file: FileDescriptor, byte: Int64) throws(Errno) {
        _ = try take(file, byte: byte, CLinux_F_OFD_SETLKW)
    }

    /// Gives the lock on `byte` back.
    public static func release(_ file: FileDescriptor, byte: Int64) {
        var request = range(byte, type: F_UNLCK)
        _ = unsafe fcntl(file.rawValue, CLinux_F_OFD_SETLK, &request)
    }

    /// Whether another open file holds the lock on `byte`. Takes nothing.
    public static func isHeldElsewhere(_ file: FileDescriptor, byte: Int64) -> Bool {
        isAnyHeldElsewhere(file, bytes: byte..<byte + 1)
    }

    /// Whether another open file holds the lock on any of `bytes`, which may lie beyond the end of the file. Takes
    /// nothing.
    public static func isAnyHeldElsewhere(_ file: FileDescriptor, bytes: Range<Int64>) -> Bool {
        var request = range(bytes.lowerBound, count: bytes.count, type: F_WRLCK)
        guard unsafe fcntl(file.rawValue, CLinux_F_OFD_GETLK, &request) == 0 else { return false }
        return Int32(request.l_type) != F_UNLCK
    }

    private static func take(_ file: FileDescriptor, byte: Int64, _ command: Int32) throws(Errno) -> Bool {
        var request = range(byte, type: F_WRLCK)
        while unsafe fcntl(file.rawValue, command, &request) != 0 {
            switch errno {
            case EINTR: continue
            case EAGAIN, EACCES: return false
            default: throw Errno(rawValue: errno)
            }
        }
        return true
    }

    private static func range(_ byte: Int64, count: Int = 1, type: Int32) -> flock {
        flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: Int(byte), l_len: count, l_pid: 0)
    }
}

/// A file on whose bytes a process takes locks. It is opened with the first of them and no earlier: locks belong to the
/// open file, so a copy of a process that has none yet goes on with locks of its own.
///
/// See ``FileLock``. One thread.
public struct LockFile: ~Copyable {
    private let path: String

    /// The open file; nil before the first lock.
    public private(set) var descriptor: FileDescriptor?

    /// Creates the file with mode 0600 where there is none.
    /// - Throws: `Errno` when it cannot be opened.
    public init(path: String) throws(Errno) {
        self.path = path
        try Self.open(path).closeIgnoringErrors()
    }

    deinit { descriptor?.closeIgnoringErrors() }

    /// Opens a file of locks, close-on-exec, and creates it with mode 0600 where there is none.
    /// - Throws: `Errno` from the kernel.
    public static func open(_ path: String) throws(Errno) -> FileDescriptor {
        FileDescriptor(rawValue: try checked(unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)))
    }

    /// Takes the lock on `byte`, or says that somebody else has it. Never waits.
    /// - Returns: whether the lock is held now.
    /// - Throws: `Errno` for anything but a lock held elsewhere.
    public mutating func take(byte: Int64) throws(Errno) -> Bool { try FileLock.take(file(), byte: byte) }

    /// Gives the lock on `byte` back.
    public func release(byte: Int64) {
        if let descriptor { FileLock.release(descriptor, byte: byte) }
    }

    /// Whether another open file holds the lock on any of `bytes`; false when the file cannot be opened.
    public mutating func isAnyHeldElsewhere(bytes: Range<Int64>) -> Bool {
        guard let file = try? file() else { return false }
        return FileLock.isAnyHeldElsewhere(file, bytes: bytes)
    }

    /// Goes on with the locks of another process instead of its own, of which it must have none.
    /// - Parameter locks: closed at the end.
    public mutating func takeOver(_ locks: FileDescriptor) {
        descriptor?.closeIgnoringErrors()
        descriptor = locks
    }

    private mutating func file() throws(Errno) -> FileDescriptor {
        if let descriptor { return descriptor }
        let file = try Self.open(path)
        descriptor = file
        return file
    }
}
