import COpenSSL
import CXCrypt

/// Hashes passwords with yescrypt and verifies yescrypt and bcrypt hashes;
/// see [crypt(3)](https://manpages.debian.org/crypt.3).
///
/// One call takes tens of milliseconds and 16 MiB. An instance keeps its 33 KiB of working memory, cleans it after every
/// call, and belongs to one thread.
@safe
public final class PasswordHasher {
    /// The longest password that can be hashed, in bytes of UTF-8.
    public static let maximumBytes = 511

    /// libxcrypt's memory, and behind it the password with its terminating zero.
    private let memory: UnsafeMutableRawBufferPointer
    private static let cryptDataSize = MemoryLayout<crypt_data>.size

    /// A hasher with clean memory.
    public init() {
        unsafe memory = .allocate(byteCount: Self.cryptDataSize + Self.maximumBytes + 1, alignment: 64)
        clean()
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// A new hash of `password` with a new salt, such as `$y$j9T$…`.
    public func hash(_ password: String) throws(PasswordError) -> String {
        if password.utf8.contains(0) { throw .containsNUL }
        if password.utf8.count > Self.maximumBytes { throw .tooLong }
        guard let setting = newSetting(), let hash = crypt(password, setting: setting) else { throw .hashingFailed }
        return String(decoding: hash, as: UTF8.self)
    }

    /// Compares `password` with what is stored.
    ///
    /// A stored hash of another scheme, or with a cost beyond yescrypt 7 or bcrypt 14, is never computed; a yescrypt
    /// hash is computed in its place, so that the time taken does not tell. bcrypt looks at the first 72 bytes only.
    public func verify(_ password: String, against stored: String) -> PasswordVerdict {
        if password.utf8.contains(0) || password.utf8.count > Self.maximumBytes { return .differs }
        guard let scheme = PasswordScheme(of: stored) else {
            verifyAgainstNothing(password)
            return .differs
        }
        guard let computed = crypt(password, setting: Array(stored.utf8)),
            constantTimeEqual(computed, Array(stored.utf8))
        else { return .differs }
        return .matches(upgrade: scheme != .current)
    }

    /// Takes the time of verifying against a new hash, for an account that does not exist.
    public func verifyAgainstNothing(_ password: String) {
        if password.utf8.contains(0) || password.utf8.count > Self.maximumBytes { return }
        _ = crypt(password, setting: Array("$y$j9T$WZmeVnxTZpUOYNWpuGBXW.$".utf8))
    }

    /// The text libxcrypt computes; nil when it fails. The caller has checked the password.
    private func crypt(_ password: String, setting: [UInt8]) -> [UInt8]? {
        defer { clean() }
        let phrase = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[Self.cryptDataSize...])
        unsafe phrase.copyBytes(from: password.utf8)
        let setting = setting.map { CChar(bitPattern: $0) } + [0]
        guard let start = unsafe memory.baseAddress,
            let text = unsafe crypt_rn(
                phrase.baseAddress?.assumingMemoryBound(to: CChar.self),
                setting,
                start,
                Int32(Self.cryptDataSize)
            )
        else { return nil }
        return unsafe Array(UnsafeRawBufferPointer(start: text, count: length(of: text)))
    }

    private func length(of text: UnsafePointer<CChar>) -> Int {
        var length = 0
        while unsafe text[length] != 0 { length += 1 }
        return length
    }

    /// Scheme, cost and a random salt.
    private func newSetting() -> [UInt8]? {
        guard case .yescrypt(let cost) = PasswordScheme.current else { return nil }
        var output = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        let size = Int32(output.count)
        guard unsafe crypt_gensalt_rn("$y$", UInt(cost), nil, 0, &output, size) != nil else { return nil }
        return output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }

    private func clean() {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
    }
}
