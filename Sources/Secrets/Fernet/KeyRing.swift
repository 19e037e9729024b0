import Glibc

/// The Fernet keys of an installation: the first encrypts, all decrypt.
///
/// Tokens are those of Python's `cryptography.fernet.MultiFernet`. They carry no context, so a caller that must know
/// which row a token belongs to puts that into the plaintext.
public struct KeyRing: Sendable {
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
        let iv: [UInt8]
        do throws(SecureRandom.Unavailable) {
            iv = try SecureRandom.bytes(AES128CBC.blockSize)
        } catch {
            throw .cryptographyUnavailable
        }
        return try encrypt(plaintext, now: now, iv: iv)
    }

    /// As the public one, with a chosen initialization vector, which only a test may choose.
    package func encrypt(_ plaintext: [UInt8], now: Int?, iv: [UInt8]) throws(FernetError) -> String {
        let time = UInt64(clamping: now ?? Self.currentTime)
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
            let now = now ?? Self.currentTime
            guard let time = Int(exactly: token.time), time <= now + Self.clockSkew else { throw .fromTheFuture }
            guard now - time <= maximumAge else { throw .expired }
        }
        guard let plaintext = token.open(with: key) else { throw .malformed }
        return plaintext
    }

    private static var currentTime: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
    /// Ten asterisks.
    public var description: String { redaction }
    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
