/// One key of the [Fernet](https://github.com/fernet/spec/blob/master/Spec.md) format: 16 bytes that sign, 16 that encrypt.
public struct FernetKey: Sendable {
    /// How many bytes a key has.
    public static let byteCount = 32

    let signingKey: [UInt8]
    let encryptionKey: [UInt8]

    /// Reads a key in the spelling of Python's `Fernet.generate_key`: 44 characters of padded URL-safe base64.
    /// - Throws: `FernetKeyError` that says what is wrong without showing the text.
    public init(parsing text: String) throws(FernetKeyError) {
        guard !text.isEmpty else { throw .empty }
        guard let bytes = Base64URL.decode(text, padding: .required) else { throw .notBase64URL }
        guard bytes.count == Self.byteCount else { throw .wrongSize(bytes.count) }
        self.init(bytes)
    }

    /// A new random key.
    public static func generate() throws(SecureRandom.Unavailable) -> FernetKey {
        FernetKey(try SecureRandom.bytes(byteCount))
    }

    /// The key as text, to be stored where only the operator can read it.
    public var exported: String {
        Base64URL.encode(signingKey + encryptionKey, padding: .required)
    }

    private init(_ bytes: [UInt8]) {
        signingKey = Array(bytes[..<16])
        encryptionKey = Array(bytes[16...])
    }

    func isSame(as other: FernetKey) -> Bool {
        constantTimeEqual(signingKey + encryptionKey, other.signingKey + other.encryptionKey)
    }
}

extension FernetKey: CustomStringConvertible, CustomReflectable {
    /// Ten asterisks.
    public var description: String { redaction }
    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
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
