import COpenSSL

/// Whether both have the same bytes, in a time that depends on their lengths only;
/// see [CRYPTO_memcmp](https://docs.openssl.org/3.0/man3/CRYPTO_memcmp/).
public func constantTimeEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    guard first.count == second.count else { return false }
    return unsafe CRYPTO_memcmp(first, second, first.count) == 0
}
