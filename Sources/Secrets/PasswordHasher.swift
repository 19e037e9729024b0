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

    deinit { unsafe memory.deallocate() }

    /// A new hash of `password` with a new salt, such as `$y$j9T$…`.
    public func hash(_ password: String) throws(PasswordError) -> String {
        if password.utf8.contains(0) { throw .containsNUL }
        if password.utf8.count > Self.maximumBytes { throw .tooLong }
        guard let setting = newSetting(), let hash = crypt(password, setting: setting) else { throw .hashingFailed }
        return hash
    }

    /// Compares `password` with what is stored.
    ///
    /// A stored hash of another scheme, or with a cost beyond yescrypt 7 or bcrypt 14, is never computed; a yescrypt
    /// hash is computed in its place, so that the time taken does not tell. bcrypt looks at the first 72 bytes only.
    public func verify(_ password: String, against stored: String) -> PasswordVerdict {
        guard canHash(password) else { return .differs }
        guard let scheme = PasswordScheme(of: stored) else {
            verifyAgainstNothing(password)
            return .differs
        }
        guard let computed = crypt(password, setting: stored),
            constantTimeEqual(Array(computed.utf8), Array(stored.utf8))
        else { return .differs }
        return .matches(upgrade: scheme != .current)
    }

    /// Takes the time of verifying against a new hash, for an account that does not exist.
    public func verifyAgainstNothing(_ password: String) {
        guard canHash(password) else { return }
        _ = crypt(password, setting: "$y$j9T$WZmeVnxTZpUOYNWpuGBXW.$")
    }

    private func canHash(_ password: String) -> Bool {
        !password.utf8.contains(0) && password.utf8.count <= Self.maximumBytes
    }

    /// The text libxcrypt computes; nil when it fails. The caller has checked the password.
    private func crypt(_ password: String, setting: String) -> String? {
        defer { clean() }
        let phrase = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[Self.cryptDataSize...])
        unsafe phrase.copyBytes(from: password.utf8)
        guard let start = unsafe memory.baseAddress,
            let text = unsafe crypt_rn(
                phrase.baseAddress?.assumingMemoryBound(to: CChar.self),
                setting,
                start,
                Int32(Self.cryptDataSize)
            )
        else { return nil }
        return unsafe String(cString: text)
    }

    /// Scheme, cost and a random salt.
    private func newSetting() -> String? {
        guard case .yescrypt(let cost) = PasswordScheme.current else { return nil }
        var output = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        let size = Int32(output.count)
        guard unsafe crypt_gensalt_rn("$y$", UInt(cost), nil, 0, &output, size) != nil else { return nil }
        return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func clean() { unsafe OPENSSL_cleanse(memory.baseAddress, memory.count) }
}

/// What comparing a password with a stored hash gave.
public enum PasswordVerdict: Sendable, Equatable {
    /// The password is right. With `upgrade` the hash is weaker than new ones are and should be replaced now.
    case matches(upgrade: Bool)
    /// The password is wrong, or the stored hash is none that is accepted.
    case differs
}

/// Why a password cannot be hashed.
public enum PasswordError: Error, Sendable, Equatable {
    /// It has a zero byte, at which C code would cut it off.
    case containsNUL
    /// It has more than `PasswordHasher.maximumBytes` bytes in UTF-8.
    case tooLong
    /// libxcrypt had no random numbers or no memory.
    case hashingFailed
}

/// A kind of stored password hash that is accepted, found out from the text alone.
///
/// Whatever does not have exactly the form of one of these, or would cost much more than a login may cost, is none:
/// a hash from a hostile or broken source must not occupy a worker. See [crypt(5)](https://manpages.debian.org/crypt.5).
enum PasswordScheme: Equatable {
    /// yescrypt with the parameters that `crypt_gensalt` gives for this cost.
    case yescrypt(cost: Int)
    /// bcrypt with 2^cost rounds.
    case bcrypt(cost: Int)

    /// What new hashes use: 16 MiB of memory.
    static let current = PasswordScheme.yescrypt(cost: 5)

    /// yescrypt is `$y$` parameters `$` salt `$` 43 letters; costs 1 to 7 are accepted, which need 1 to 64 MiB. bcrypt is
    /// `$2a$`, `$2b$` or `$2y$`, two digits from 04 to 14, `$`, 53 letters.
    init?(of hash: String) {
        let fields = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count > 3, fields[0] == "", fields[3...].allSatisfy({ $0.utf8.allSatisfy(Self.isLetter) }) else {
            return nil
        }
        switch (fields[1], fields.count) {
        case ("y", 5):
            guard let index = ["j75", "j85", "j7T", "j8T", "j9T", "jAT", "jBT"].firstIndex(where: { $0 == fields[2] }),
                (1...86).contains(fields[3].utf8.count), fields[4].utf8.count == 43
            else { return nil }
            self = .yescrypt(cost: index + 1)
        case ("2a", 4), ("2b", 4), ("2y", 4):
            guard fields[2].utf8.count == 2, fields[2].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let cost = Int(fields[2]), (4...14).contains(cost), fields[3].utf8.count == 53
            else { return nil }
            self = .bcrypt(cost: cost)
        default: return nil
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: ".")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
