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
        var request = range(byte, type: F_WRLCK)
        while unsafe fcntl(file.rawValue, CLinux_F_OFD_SETLK, &request) != 0 {
            switch errno {
            case EINTR: continue
            case EAGAIN, EACCES: return false
            default: throw Errno(rawValue: errno)
            }
        }
        return true
    }

    /// Takes the lock on `byte`, waiting until whoever has it gives it back: for holders that need microseconds only.
    /// - Throws: `Errno` from the kernel.
    public static func wait(_ file: FileDescriptor, byte: Int64) throws(Errno) {
        var request = range(byte, type: F_WRLCK)
        while unsafe fcntl(file.rawValue, CLinux_F_OFD_SETLKW, &request) != 0 {
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
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

    private static func range(_ byte: Int64, count: Int = 1, type: Int32) -> flock {
        flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: Int(byte), l_len: count, l_pid: 0)
    }
}
