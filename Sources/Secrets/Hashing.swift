import COpenSSL

/// The hash function SHA-256.
public enum SHA256 {
    /// How many bytes a hash has.
    public static let byteCount = 32

    /// The 32 bytes of the hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: byteCount)
        let status = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, OpenSSLAlgorithm.sha256, nil)
        precondition(status == 1, "SHA-256 failed")
        return digest
    }
}

/// The message authentication code HMAC with SHA-256, for one key and any number of messages.
///
/// The key's part of the work is done once, in `init`; see [EVP_MAC](https://docs.openssl.org/3.0/man3/EVP_MAC/).
/// An instance belongs to one thread.
@safe
public final class HMACSHA256 {
    /// How many bytes a code has.
    public static let byteCount = 32

    private let context: OpaquePointer

    /// Prepares codes under `key`, which may have any length but zero.
    public init(key: [UInt8]) {
        precondition(!key.isEmpty, "an empty key authenticates nothing")
        guard let context = unsafe EVP_MAC_CTX_new(OpenSSLAlgorithm.hmac) else { fatalError("out of memory") }
        unsafe self.context = context
        let status = unsafe COpenSSL_HMAC_SHA256_init(context, key, key.count)
        precondition(status == 1, "HMAC-SHA-256 could not be set up")
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    /// The 32 bytes of the code of `message`.
    public func code(for message: Span<UInt8>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { output, count in
            unsafe message.withUnsafeBufferPointer { input in
                // A null key keeps the one that was set.
                let status =
                    unsafe EVP_MAC_init(context, nil, 0, nil) == 1
                    && EVP_MAC_update(context, input.baseAddress, input.count) == 1
                    && EVP_MAC_final(context, output.baseAddress, &count, output.count) == 1
                precondition(status && count == Self.byteCount, "HMAC-SHA-256 failed")
            }
        }
    }

    /// The 32 bytes of the code of `message`.
    public func code(for message: [UInt8]) -> [UInt8] { code(for: message.span) }

    /// Whether `code` belongs to `message`; how long the comparison takes tells nothing about the right code.
    public func accepts(_ code: [UInt8], for message: Span<UInt8>) -> Bool {
        constantTimeEqual(self.code(for: message), code)
    }
}

/// Whether both have the same bytes, in a time that depends on their lengths only;
/// see [CRYPTO_memcmp](https://docs.openssl.org/3.0/man3/CRYPTO_memcmp/).
public func constantTimeEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    guard first.count == second.count else { return false }
    return unsafe CRYPTO_memcmp(first, second, first.count) == 0
}

/// The algorithms this module uses, looked up once: a look-up costs more than hashing a token does.
///
/// They never change after the look-up and OpenSSL lets any number of threads use them
/// ([ossl-guide](https://docs.openssl.org/3.0/man7/crypto/#algorithm-fetching)). A libcrypto without them cannot serve
/// at all, so the process ends.
enum OpenSSLAlgorithm {
    nonisolated(unsafe) static let sha256 = unsafe present("SHA-256", EVP_MD_fetch(nil, "SHA256", nil))
    nonisolated(unsafe) static let hmac = unsafe present("HMAC", EVP_MAC_fetch(nil, "HMAC", nil))
    nonisolated(unsafe) static let aes128CBC = unsafe present("AES-128-CBC", EVP_CIPHER_fetch(nil, "AES-128-CBC", nil))

    private static func present(_ name: String, _ algorithm: OpaquePointer?) -> OpaquePointer {
        guard let algorithm = unsafe algorithm else { fatalError("libcrypto has no \(name)") }
        return unsafe algorithm
    }
}
