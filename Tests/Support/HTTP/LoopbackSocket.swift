import Glibc

/// A TCP connection to 127.0.0.1 that gives up after 30 seconds of silence.
final class LoopbackSocket {
    private let descriptor: Int32

    /// - Parameter takesLittle: whether the server can send no more than some dozen kilobytes ahead of what is read.
    init(port: UInt16, takesLittle: Bool = false) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HTTPConnection.Failure.system(errno) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        if takesLittle {
            // The peer's own buffer grows with the size of the segments that this side takes.
            var (room, segment) = (Int32(4_096), Int32(536))
            let size = socklen_t(MemoryLayout<Int32>.size)
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, size)
            unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_MAXSEG, &segment, size)
        }
        let result = unsafe Self.withAddress(port: port) { unsafe connect(descriptor, $0, $1) }
        guard result == 0 else { throw HTTPConnection.Failure.system(errno) }
    }

    deinit { close(descriptor) }

    /// A port that nobody listens on right now.
    static func freePort() throws -> UInt16 {
        let (descriptor, port) = try bound()
        close(descriptor)
        return port
    }

    /// A listening socket on a free port, and the port.
    static func listen() throws -> (descriptor: Int32, port: UInt16) {
        let (descriptor, port) = try bound()
        guard Glibc.listen(descriptor, 128) == 0 else { throw HTTPConnection.Failure.system(errno) }
        return (descriptor, port)
    }

    private static func bound() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard unsafe withAddress(port: 0, { unsafe bind(descriptor, $0, $1) }) == 0,
            unsafe withUnsafeMutablePointer(
                to: &address,
                { pointer in
                    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                        unsafe getsockname(descriptor, generic, &size)
                    }
                }
            ) == 0
        else {
            let failure = errno
            close(descriptor)
            throw HTTPConnection.Failure.system(failure)
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(
                    descriptor,
                    buffer.baseAddress?.advanced(by: sent),
                    buffer.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count < 0, errno == EINTR { continue }
            // The server may have answered and hung up before it took everything: what it said is still to be read.
            if count < 0, errno == EPIPE || errno == ECONNRESET { return }
            guard count > 0 else { throw HTTPConnection.Failure.system(errno) }
            sent += count
        }
    }

    /// What has come; nil at the end of the stream.
    func read() throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { return Array(buffer[..<count]) }
            if count == 0 || errno == ECONNRESET { return nil }
            guard errno == EINTR else { throw HTTPConnection.Failure.system(errno) }
        }
    }

    private static func withAddress(
        port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe body(generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
