import COpenSSL
import Platform

/// Random numbers nobody can predict, from [RAND_bytes](https://docs.openssl.org/3.0/man3/RAND_bytes/).
public enum SecureRandom {
    /// The generator could not be seeded, so there is nothing to use instead.
    public struct Unavailable: Error, Sendable {}

    /// `count` random bytes.
    /// - Throws: `Unavailable`; there is no weaker fallback.
    public static func bytes(_ count: Int) throws(Unavailable) -> [UInt8] {
        guard count >= 0, let size = Int32(exactly: count) else { throw Unavailable() }
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, size) == 1 else { throw Unavailable() }
        return bytes
    }

    /// A random UUID (version 4) in lower case, such as `2f1c4e9a-0b3d-4c57-9a68-d1e2f3a4b5c6`.
    /// - Throws: `Unavailable`; there is no weaker fallback.
    public static func uuid() throws(Unavailable) -> String { UUIDText.make(of: try bytes(16), version: 4) }
}
