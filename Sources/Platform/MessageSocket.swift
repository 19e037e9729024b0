internal import Glibc
public import SystemPackage

/// One end of a connection between two processes that carries short messages whole, each with up to two descriptors.
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
        let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        _ = try checked(unsafe socketpair(AF_UNIX, type, 0, &ends))
        return (Self(inherited: FileDescriptor(rawValue: ends[0])), Self(inherited: FileDescriptor(rawValue: ends[1])))
    }

    /// The most descriptors that go with one message.
    private static let mostAttachments = 2

    /// A header and descriptors: what the macros of `cmsg(3)` make of them where a word has eight bytes.
    private struct Rights {
        private static let headerLength = 16

        var length: Int
        var level = SOL_SOCKET
        /// `SCM_RIGHTS`
        var type: Int32 = 1
        var first: Int32 = -1
        var second: Int32 = -1

        init(_ attachments: [FileDescriptor]) {
            length = Self.headerLength + attachments.count * MemoryLayout<Int32>.size
            first = attachments.first?.rawValue ?? -1
            second = attachments.dropFirst().first?.rawValue ?? -1
        }

        /// Room for what a message may bring.
        static let empty = Rights([])

        var attachments: [FileDescriptor] { [first, second].filter { $0 >= 0 }.map(FileDescriptor.init(rawValue:)) }
    }

    /// Sends a message, and with it copies of descriptors.
    /// - Parameter waits: whether to wait while more messages lie unread than the kernel keeps.
    /// - Throws: `Errno`; `.brokenPipe` when nobody can receive it; `.messageTooLong` beyond
    ///   ``longestMessage``; `.invalidArgument` for more than two descriptors; `.resourceTemporarilyUnavailable` instead
    ///   of waiting.
    public func send(_ text: String, with attachments: [FileDescriptor] = [], waits: Bool = true) throws(Errno) {
        guard attachments.count <= Self.mostAttachments else { throw .invalidArgument }
        guard text.utf8.count <= Self.longestMessage else { throw .messageTooLong }
        var bytes = Array(text.utf8)
        var rights = Rights(attachments)
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        let code = unsafe exchange(&bytes, &rights, hasRights: !attachments.isEmpty) { message in
            unsafe sendmsg(descriptor.rawValue, message, flags)
        }
        guard code.result >= 0 else { throw code.error }
    }

    /// Waits for a message.
    /// - Parameter timeout: `.resourceTemporarilyUnavailable` is thrown after that; nil waits without end.
    /// - Returns: the message and its descriptors, close-on-exec; nil when the other end is closed.
    /// - Throws: `Errno` from the kernel.
    public func receive(timeout: Duration? = nil) throws(Errno) -> (text: String, attachments: [FileDescriptor])? {
        if let timeout, !descriptor.isReadable(within: timeout) { throw .resourceTemporarilyUnavailable }
        var bytes = [UInt8](repeating: 0, count: Self.longestMessage)
        var rights = Rights.empty
        // Another process may have been faster since the poll.
        let flags = Int32(MSG_CMSG_CLOEXEC) | (timeout == nil ? 0 : Int32(MSG_DONTWAIT))
        let code = unsafe exchange(&bytes, &rights, hasRights: true) { message in
            unsafe recvmsg(descriptor.rawValue, message, flags)
        }
        guard code.result >= 0 else { throw code.error }
        guard code.result > 0 else { return nil }
        return (String(decoding: bytes[..<code.result], as: UTF8.self), rights.attachments)
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
