internal import Glibc
public import SystemPackage

extension UnixSocket {
    /// Listens under a name that is in no file system and vanishes with the descriptor: for a library that insists on
    /// connecting by itself to something that this process has to say. Few connections may wait.
    /// See "abstract" in <https://man7.org/linux/man-pages/man7/unix.7.html>.
    /// - Parameter name: begins with `@`. Any process may connect: see ``peerProcess(of:)``.
    /// - Throws: `Errno`; `.addressInUse` when somebody has the name, `.fileNameTooLong` for more than 107 bytes.
    public static func listen(named name: String) throws(Errno) -> FileDescriptor {
        guard var address = try? UnixSocketAddress(named: name) else { throw .fileNameTooLong }
        let raw = try stream()
        guard unsafe address.withPointer({ unsafe bind(raw, $0, $1) }) == 0, Glibc.listen(raw, 1) == 0 else {
            let code = errno
            close(raw)
            throw Errno(rawValue: code)
        }
        return FileDescriptor(rawValue: raw)
    }

    /// Connects to a socket that listens under such a name.
    /// - Throws: `Errno`, for example `.connectionRefused`.
    public static func connect(named name: String) throws(Errno) -> FileDescriptor {
        guard var address = try? UnixSocketAddress(named: name) else { throw .fileNameTooLong }
        let raw = try stream()
        guard unsafe address.withPointer({ unsafe Glibc.connect(raw, $0, $1) }) == 0 else {
            let code = errno
            close(raw)
            throw Errno(rawValue: code)
        }
        return FileDescriptor(rawValue: raw)
    }

    /// Shows the other side the end of what is written here; what it writes can still be read.
    public static func endWriting(_ socket: FileDescriptor) { shutdown(socket.rawValue, Int32(SHUT_WR)) }
}
