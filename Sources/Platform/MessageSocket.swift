internal import Glibc
public import SystemPackage

/// One end of a connection between two processes that carries short messages whole, each with or without a descriptor.
/// See `SOCK_SEQPACKET` in <https://man7.org/linux/man-pages/man7/unix.7.html>. One thread.
public struct MessageSocket: Sendable {
    /// The longest message in bytes.
    public static let longestMessage = 4096

    /// The end itself, close-on-exec.
    public let descriptor: FileDescriptor

    /// Takes over an end that was inherited.
    public init(inherited descriptor: FileDescriptor) {
        self.descriptor = descriptor
        descriptor.setCloseOnExec()
    }

    /// Both ends of a new connection.
    /// - Throws: `Errno` when descriptors run out.
    public static func pair() throws(Errno) -> (MessageSocket, MessageSocket) {
        var ends: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
        else { throw Errno(rawValue: errno) }
        return (Self(inherited: FileDescriptor(rawValue: ends[0])), Self(inherited: FileDescriptor(rawValue: ends[1])))
    }

    /// A header and one descriptor: what the macros of `cmsg(3)` make of it where a word has eight bytes.
    private struct Rights {
        var length = 20
        var level = SOL_SOCKET
        /// `SCM_RIGHTS`
        var type: Int32 = 1
        var descriptor: Int32
        var padding: Int32 = 0

        init(_ attachment: FileDescriptor?) { descriptor = attachment?.rawValue ?? -1 }
    }

    /// Sends a message, and with it a copy of a descriptor.
    /// - Throws: `Errno`; `.brokenPipe` when nobody can receive it.
    public func send(_ text: String, with attachment: FileDescriptor? = nil) throws(Errno) {
        var bytes = Array(text.utf8)
        var rights = Rights(attachment)
        let code = unsafe exchange(&bytes, &rights, hasRights: attachment != nil) { message in
            unsafe sendmsg(descriptor.rawValue, message, Int32(MSG_NOSIGNAL))
        }
        guard code.result >= 0 else { throw code.error }
    }

    /// Waits for a message.
    /// - Parameter timeout: `.resourceTemporarilyUnavailable` is thrown after that; nil waits without end.
    /// - Returns: the message and its descriptor, close-on-exec; nil when the other end is closed.
    /// - Throws: `Errno` from the kernel.
    public func receive(timeout: Duration? = nil) throws(Errno) -> (text: String, attachment: FileDescriptor?)? {
        if let timeout {
            var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&entry, 1, timeout.wholeMilliseconds) > 0 else { throw .resourceTemporarilyUnavailable }
        }
        var bytes = [UInt8](repeating: 0, count: Self.longestMessage)
        var rights = Rights(nil)
        let code = unsafe exchange(&bytes, &rights, hasRights: true) { message in
            unsafe recvmsg(descriptor.rawValue, message, Int32(MSG_CMSG_CLOEXEC))
        }
        guard code.result >= 0 else { throw code.error }
        guard code.result > 0 else { return nil }
        let attachment = rights.descriptor >= 0 ? FileDescriptor(rawValue: rights.descriptor) : nil
        return (String(decoding: bytes[..<code.result], as: UTF8.self), attachment)
    }

    private func exchange(
        _ bytes: inout [UInt8],
        _ rights: inout Rights,
        hasRights: Bool,
        _ call: (UnsafeMutablePointer<msghdr>) -> Int
    ) -> (result: Int, error: Errno) {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe withUnsafeMutableBytes(of: &rights) { control in
                var part = unsafe iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
                return unsafe withUnsafeMutablePointer(to: &part) { part in
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = part
                    unsafe message.msg_iovlen = 1
                    if hasRights {
                        unsafe message.msg_control = control.baseAddress
                        unsafe message.msg_controllen = control.count
                    }
                    while true {
                        let result = unsafe call(&message)
                        if result >= 0 || errno != EINTR { return (result, Errno(rawValue: errno)) }
                    }
                }
            }
        }
    }
}
