import COpenSSL

/// The algorithms this module uses, looked up once: a look-up costs more than hashing a token does.
///
/// They never change after the look-up and OpenSSL lets any number of threads use them
/// ([ossl-guide](https://docs.openssl.org/3.0/man7/crypto/#algorithm-fetching)). A libcrypto without them cannot serve
/// at all, so the process ends.
enum OpenSSLAlgorithm {
    nonisolated(unsafe) static let sha256: OpaquePointer = {
        guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil) else { fatalError("libcrypto has no SHA-256") }
        return unsafe algorithm
    }()

    nonisolated(unsafe) static let hmac: OpaquePointer = {
        guard let algorithm = unsafe EVP_MAC_fetch(nil, "HMAC", nil) else { fatalError("libcrypto has no HMAC") }
        return unsafe algorithm
    }()

    nonisolated(unsafe) static let aes128CBC: OpaquePointer = {
        guard let algorithm = unsafe EVP_CIPHER_fetch(nil, "AES-128-CBC", nil) else {
            fatalError("libcrypto has no AES-128-CBC")
        }
        return unsafe algorithm
    }()
}
