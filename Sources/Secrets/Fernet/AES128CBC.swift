import COpenSSL

/// AES with a 128-bit key in CBC mode with PKCS #7 padding;
/// see [EVP_CipherInit_ex](https://docs.openssl.org/3.0/man3/EVP_EncryptInit/).
enum AES128CBC {
    static let blockSize = 16

    /// The padded and encrypted `plaintext`; nil when OpenSSL fails.
    static func encrypt(_ plaintext: [UInt8], key: [UInt8], iv: [UInt8]) -> [UInt8]? {
        process(plaintext.span, key: key, iv: iv, encrypting: true)
    }

    /// The plaintext; nil when the length or the padding is wrong.
    static func decrypt(_ ciphertext: Span<UInt8>, key: [UInt8], iv: [UInt8]) -> [UInt8]? {
        process(ciphertext, key: key, iv: iv, encrypting: false)
    }

    private static func process(_ input: Span<UInt8>, key: [UInt8], iv: [UInt8], encrypting: Bool) -> [UInt8]? {
        precondition(key.count == 16 && iv.count == blockSize)
        guard let inputCount = Int32(exactly: input.count), input.count < Int(Int32.max) - blockSize,
            let context = unsafe EVP_CIPHER_CTX_new()
        else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }

        var succeeded = false
        let output = unsafe [UInt8](unsafeUninitializedCapacity: input.count + blockSize) { output, count in
            unsafe input.withUnsafeBufferPointer { input in
                var written: Int32 = 0
                var final: Int32 = 0
                succeeded =
                    unsafe EVP_CipherInit_ex(context, OpenSSLAlgorithm.aes128CBC, nil, key, iv, encrypting ? 1 : 0) == 1
                    && EVP_CipherUpdate(context, output.baseAddress, &written, input.baseAddress, inputCount) == 1
                    && EVP_CipherFinal_ex(context, output.baseAddress?.advanced(by: Int(written)), &final) == 1
                count = succeeded ? Int(written + final) : 0
            }
        }
        // The error queue is shared with libpq's TLS, which must not find our failure there.
        if !succeeded { ERR_clear_error() }
        return succeeded ? output : nil
    }
}
