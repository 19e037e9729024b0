import Platform

/// The Fernet keys of an installation: the first encrypts, all decrypt.
///
/// Tokens are those of Python's `cryptography.fernet.MultiFernet`. They carry no context, so a caller that must know
/// which row a token belongs to puts that into the plaintext.
public struct KeyRing: Sendable, Redacted {
    /// How far a token's time may lie ahead of the clock when an age limit is asked for, in seconds.
    public static let clockSkew = 60

    private let keys: [FernetKey]

    /// Reads keys separated by commas. Spaces, line breaks, empty entries and repetitions are refused.
    /// - Throws: `KeyRingError` that names the entry by its position, never by its text.
    public init(parsing text: String) throws(KeyRingError) {
        var keys: [FernetKey] = []
        for (index, entry) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let key: FernetKey
            do throws(FernetKeyError) {
                key = try FernetKey(parsing: String(entry))
            } catch {
                throw KeyRingError.invalidKey(position: index + 1, error)
            }
            if let twin = keys.firstIndex(where: { $0.isSame(as: key) }) {
                throw KeyRingError.repeatedKey(position: index + 1, first: twin + 1)
            }
            keys.append(key)
        }
        self.keys = keys
    }

    /// Encrypts with the first key.
    /// - Parameter now: The time to write into the token, in seconds since 1970; the clock's when nil.
    /// - Returns: The token, made of the URL-safe base64 alphabet.
    public func encrypt(_ plaintext: [UInt8], now: Int? = nil) throws(FernetError) -> String {
        guard let iv = try? SecureRandom.bytes(AES128CBC.blockSize) else { throw .cryptographyUnavailable }
        return try encrypt(plaintext, now: now, iv: iv)
    }

    /// As the public one, with a chosen initialization vector, which only a test may choose.
    package func encrypt(_ plaintext: [UInt8], now: Int?, iv: [UInt8]) throws(FernetError) -> String {
        let time = UInt64(clamping: now ?? WallClock.secondsSince1970)
        guard let token = FernetToken(sealing: plaintext, with: keys[0], time: time, iv: iv) else {
            throw .cryptographyUnavailable
        }
        return token.text
    }

    /// Decrypts what any of the keys has encrypted.
    /// - Parameters:
    ///   - token: The text that `encrypt` gave.
    ///   - maximumAge: How old the token may be, in seconds. With nil its time is not looked at.
    ///   - now: The present time in seconds since 1970; the clock's when nil.
    public func decrypt(_ token: String, maximumAge: Int? = nil, now: Int? = nil) throws(FernetError) -> [UInt8] {
        guard let token = FernetToken(parsing: token) else { throw .malformed }
        guard let key = keys.first(where: { token.isSigned(with: $0) }) else { throw .unknownKey }
        if let maximumAge {
            let now = now ?? WallClock.secondsSince1970
            guard let time = Int(exactly: token.time), time <= now + Self.clockSkew else { throw .fromTheFuture }
            guard now - time <= maximumAge else { throw .expired }
        }
        guard let plaintext = token.open(with: key) else { throw .malformed }
        return plaintext
    }
}

/// One key of the [Fernet](https://github.com/fernet/spec/blob/master/Spec.md) format: 16 bytes that sign, 16 that encrypt.
struct FernetKey: Sendable, Redacted {
    static let byteCount = 32

    let signingKey: [UInt8]
    let encryptionKey: [UInt8]

    /// Reads a key in the spelling of Python's `Fernet.generate_key`: 44 characters of padded URL-safe base64.
    /// - Throws: `FernetKeyError` that says what is wrong without showing the text.
    init(parsing text: String) throws(FernetKeyError) {
        guard !text.isEmpty else { throw .empty }
        guard let bytes = Base64URL.decode(text, padding: .required) else { throw .notBase64URL }
        guard bytes.count == Self.byteCount else { throw .wrongSize(bytes.count) }
        signingKey = Array(bytes[..<16])
        encryptionKey = Array(bytes[16...])
    }

    func isSame(as other: FernetKey) -> Bool {
        constantTimeEqual(signingKey + encryptionKey, other.signingKey + other.encryptionKey)
    }
}

/// What is wrong with the text of a key.
public enum FernetKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no text.
    case empty
    /// Not padded URL-safe base64.
    case notBase64URL
    /// Another number of bytes than 32.
    case wrongSize(Int)

    /// A sentence part that fits behind the name of a setting.
    public var description: String {
        switch self {
        case .empty: "is empty"
        case .notBase64URL: "is not URL-safe base64 with padding (A–Z a–z 0–9 - _ and =, no spaces or line breaks)"
        case .wrongSize(let count): "has \(count) bytes after decoding, not \(FernetKey.byteCount)"
        }
    }
}

/// Why a token could not be made or read. For logs; a client has no use for the difference.
public enum FernetError: Error, Sendable, Equatable {
    /// Not a token: encoding, version, length or padding is wrong.
    case malformed
    /// No key of the ring has signed it, or it was altered.
    case unknownKey
    /// Older than asked for.
    case expired
    /// Its time lies too far ahead of the clock.
    case fromTheFuture
    /// No random numbers or no cipher.
    case cryptographyUnavailable
}

/// What is wrong with a list of keys.
public enum KeyRingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The key at `position`, counted from 1, cannot be used.
    case invalidKey(position: Int, FernetKeyError)
    /// The keys at two positions, counted from 1, are the same.
    case repeatedKey(position: Int, first: Int)

    /// A sentence part that fits behind the name of a setting.
    public var description: String {
        switch self {
        case .invalidKey(let position, let reason): "key \(position) \(reason)"
        case .repeatedKey(let position, let first): "key \(position) repeats key \(first)"
        }
    }
}
