import COpenSSL

/// The fields of a [Fernet token](https://github.com/fernet/spec/blob/master/Spec.md#token-format):
/// version (1 byte), time (8), initialization vector (16), ciphertext, code (32).
struct FernetToken {
    private static let version: UInt8 = 0x80
    private static let headerCount = 25

    private let bytes: [UInt8]

    /// Takes a token apart; nil when it is malformed. Nothing in it is to be trusted yet.
    init?(parsing text: String) {
        guard let bytes = Base64URL.decode(text, padding: .required) else { return nil }
        let ciphertextCount = bytes.count - Self.headerCount - HMACSHA256.byteCount
        guard ciphertextCount > 0, ciphertextCount % AES128CBC.blockSize == 0, bytes[0] == Self.version else {
            return nil
        }
        self.bytes = bytes
    }

    /// Encrypts and signs `plaintext`; nil when OpenSSL fails.
    init?(sealing plaintext: [UInt8], with key: FernetKey, time: UInt64, iv: [UInt8]) {
        guard let ciphertext = AES128CBC.process(plaintext.span, key: key.encryptionKey, iv: iv, encrypting: true)
        else { return nil }
        var bytes: [UInt8] = [Self.version]
        bytes.reserveCapacity(Self.headerCount + ciphertext.count + HMACSHA256.byteCount)
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: time >> shift)) }
        bytes += iv
        bytes += ciphertext
        bytes += HMACSHA256(key: key.signingKey).code(for: bytes)
        self.bytes = bytes
    }

    var text: String { Base64URL.encode(bytes, padding: .required) }

    /// When the token was made, in seconds since 1970.
    var time: UInt64 { bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) } }

    func isSigned(with key: FernetKey) -> Bool {
        let signed = bytes.count - HMACSHA256.byteCount
        return HMACSHA256(key: key.signingKey).accepts(Array(bytes[signed...]), for: bytes.span.extracting(..<signed))
    }

    /// The plaintext; nil when the padding is wrong. Only to be called after `isSigned(with:)`.
    func open(with key: FernetKey) -> [UInt8]? {
        let end = bytes.count - HMACSHA256.byteCount
        let ciphertext = bytes.span.extracting(Self.headerCount..<end)
        let iv = Array(bytes[9..<Self.headerCount])
        return AES128CBC.process(ciphertext, key: key.encryptionKey, iv: iv, encrypting: false)
    }
}

/// AES with a 128-bit key in CBC mode with PKCS #7 padding;
/// see [EVP_CipherInit_ex](https://docs.openssl.org/3.0/man3/EVP_EncryptInit/).
enum AES128CBC {
    static let blockSize = 16

    /// Pads and encrypts, or decrypts and takes the padding off; nil when OpenSSL fails, or the length or the padding of
    /// what is decrypted is wrong.
    static func process(_ input: Span<UInt8>, key: [UInt8], iv: [UInt8], encrypting: Bool) -> [UInt8]? {
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
