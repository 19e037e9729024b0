import COpenSSL

/// The hash function SHA-256.
public enum SHA256 {
    /// How many bytes a hash has.
    public static let byteCount = 32

    /// The 32 bytes of the hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: byteCount)
        let status = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                unsafe EVP_Digest(
                    input.baseAddress,
                    input.count,
                    output.baseAddress,
                    nil,
                    OpenSSLAlgorithm.sha256,
                    nil
                )
            }
        }
        precondition(status == 1, "SHA-256 failed")
        return digest
    }
}
