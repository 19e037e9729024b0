import COpenSSL

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

    deinit {
        unsafe EVP_MAC_CTX_free(context)
    }

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
    public func code(for message: [UInt8]) -> [UInt8] {
        code(for: message.span)
    }

    /// Whether `code` belongs to `message`; how long the comparison takes tells nothing about the right code.
    public func accepts(_ code: [UInt8], for message: Span<UInt8>) -> Bool {
        constantTimeEqual(self.code(for: message), code)
    }

    /// Whether `code` belongs to `message`; how long the comparison takes tells nothing about the right code.
    public func accepts(_ code: [UInt8], for message: [UInt8]) -> Bool {
        accepts(code, for: message.span)
    }
}
