internal import CLinux
internal import Glibc
public import SystemPackage

/// What a system call returned, when that is not its failure.
/// - Throws: `Errno` as the call left it.
func checked(_ result: Int32) throws(Errno) -> Int32 {
    guard result >= 0 else { throw Errno(rawValue: errno) }
    return result
}

extension FileDescriptor {
    /// Closes the descriptor where a failure has no consequence: nothing unwritten hangs on it.
    public func closeIgnoringErrors() { Glibc.close(rawValue) }

    /// Whether something can be read or accepted, or the other side is gone, by the end of a time; none by default.
    public func isReadable(within timeout: Duration = .zero) -> Bool {
        var entry = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, timeout.wholeMilliseconds) > 0
    }

    /// Keeps programs that this process starts from inheriting the descriptor.
    public func setCloseOnExec() { _ = fcntl(rawValue, F_SETFD, FD_CLOEXEC) }

    /// Closes what is behind this descriptor and puts a copy of another one, close-on-exec, in its place.
    /// - Throws: `Errno` from the kernel: nothing has changed then.
    public func replace(by other: FileDescriptor) throws(Errno) {
        _ = try checked(CLinux.dup3(other.rawValue, rawValue, O_CLOEXEC))
    }

    /// Has the kernel forget, when the descriptor is closed, what the other side of a TCP connection has not received yet,
    /// instead of sending it again and again until it arrives. The other side is told once that the connection is gone.
    /// See `SO_LINGER` in <https://man7.org/linux/man-pages/man7/socket.7.html>.
    public func discardUnsentWhenClosed() {
        var atOnce = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(rawValue, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
    }

    /// Sets close-on-exec on everything that this process inherited beyond the three standard descriptors.
    public static func setCloseOnExecForInherited() {
        for number in Int32(3)..<1_024 { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
    }

    /// The bytes that one `read` gives, at most `limit`; empty at the end of the stream.
    /// - Throws: `Errno`; `.resourceTemporarilyUnavailable` when nothing has arrived at a non-blocking descriptor.
    public func readOnce(limit: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        while true {
            let count = unsafe Glibc.read(rawValue, &bytes, limit)
            if count >= 0 { return Array(bytes[..<count]) }
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
    }

    /// A pipe whose ends are both close-on-exec.
    /// - Throws: `Errno` when descriptors run out.
    public static func closeOnExecPipe() throws(Errno) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        _ = try checked(unsafe Glibc.pipe(&ends))
        for end in ends { FileDescriptor(rawValue: end).setCloseOnExec() }
        return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
    }

    /// A file without a name that holds `text`, close-on-exec; its content can no longer change. A process that
    /// inherits the descriptor reads it through `/proc/self/fd`.
    /// See <https://man7.org/linux/man-pages/man2/memfd_create.2.html>.
    /// - Throws: `Errno` when descriptors or memory run out.
    public static func sealedCopy(of text: String, name: String) throws(Errno) -> FileDescriptor {
        let flags = UInt32(MFD_CLOEXEC | MFD_ALLOW_SEALING)
        let descriptor = FileDescriptor(rawValue: try checked(unsafe memfd_create(name, flags)))
        do {
            try descriptor.writeAll(text.utf8)
            _ = try checked(fcntl(descriptor.rawValue, CLinux_F_ADD_SEALS, CLinux_EVERY_SEAL))
            return descriptor
        } catch {
            descriptor.closeIgnoringErrors()
            throw error as? Errno ?? .ioError
        }
    }
}
