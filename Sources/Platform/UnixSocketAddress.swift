internal import Glibc

/// A path as the kernel's socket calls take it.
struct UnixSocketAddress {
    /// The longest path in bytes: `sun_path` less its closing NUL.
    static let maximumPathLength = 107

    struct PathTooLong: Error {}

    private var address = sockaddr_un()
    private var length = socklen_t(MemoryLayout<sockaddr_un>.size)

    /// - Throws: `PathTooLong` for a path that the kernel would cut.
    init(_ path: String) throws(PathTooLong) {
        let bytes = Array(path.utf8)
        guard bytes.count <= Self.maximumPathLength, !bytes.isEmpty, !bytes.contains(0) else { throw PathTooLong() }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    }

    /// A path, or with `@` in front a name that is in no file system: as the service manager and libpq write it.
    init(named path: String) throws(PathTooLong) {
        try self.init(path)
        guard path.hasPrefix("@") else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0[0] = 0 }
        length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
    }

    /// Calls `body` with what `bind` and `connect` take, and returns its result.
    mutating func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        let length = length
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
