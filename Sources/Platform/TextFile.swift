internal import Glibc
public import SystemPackage

/// Small text files: settings, secrets, `/proc` entries.
public enum TextFile {
    /// Reads a whole file of at most `limit` bytes as UTF-8.
    /// - Throws: `Errno` from the kernel; `.fileTooLarge` over the limit; `.illegalByteSequence` when it is not UTF-8.
    public static func read(_ path: String, limit: Int = 1 << 20) throws(Errno) -> String {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Errno(rawValue: errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Errno(rawValue: errno)
            }
            if count == 0 { break }
            bytes += chunk[0..<count]
            guard bytes.count <= limit else { throw .fileTooLarge }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .illegalByteSequence }
        return text
    }
}
