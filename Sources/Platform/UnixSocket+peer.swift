internal import Glibc
public import SystemPackage

extension UnixSocket {
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
}
