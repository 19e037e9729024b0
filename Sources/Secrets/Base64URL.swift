/// Base64 with the URL-safe alphabet of [RFC 4648, section 5](https://www.rfc-editor.org/rfc/rfc4648#section-5).
///
/// Decoding is strict, so that one byte sequence has exactly one text: no whitespace, no `+` and `/`, padding exactly as
/// asked for, and no bits set beyond the last byte.
public enum Base64URL {
    /// Whether `=` fills the last group of four up.
    public enum Padding: Sendable {
        /// Never, as in JSON Web Tokens.
        case omitted
        /// Always, as in Fernet keys and tokens.
        case required
    }

    /// The text that stands for `bytes`.
    public static func encode(_ bytes: [UInt8], padding: Padding = .omitted) -> String {
        String(decoding: encodeASCII(bytes, padding: padding), as: UTF8.self)
    }

    /// The text that stands for `bytes`, as ASCII codes.
    public static func encodeASCII(_ bytes: [UInt8], padding: Padding = .omitted) -> [UInt8] {
        let alphabet = alphabet
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        // The bits that are not written yet are the lowest `count` of `bits`.
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> count & 0x3F)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (6 - count) & 0x3F)]) }
        while padding == .required, text.count % 4 != 0 { text.append(equalsSign) }
        return text
    }

    /// The bytes that `text` stands for; nil when it is not exactly the text that `encode` would give.
    public static func decode(_ text: Span<UInt8>, padding: Padding = .omitted) -> [UInt8]? {
        var letters = text.count
        if padding == .required {
            guard letters % 4 == 0 else { return nil }
            if letters > 0, text[letters - 1] == equalsSign { letters -= 1 }
            if letters > 0, text[letters - 1] == equalsSign { letters -= 1 }
        }
        guard letters % 4 != 1 else { return nil }

        let values = values
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters / 4 * 3 + 2)
        var seen: UInt8 = 0
        // The bits that make no whole byte yet are the lowest `count` of `bits`.
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for index in 0..<letters {
            let value = values[Int(text[index])]
            seen |= value
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        guard seen & invalid == 0, bits & (1 << count - 1) == 0 else { return nil }
        return bytes
    }

    /// The bytes that `text` stands for; nil when it is not exactly the text that `encode` would give.
    public static func decode(_ text: String, padding: Padding = .omitted) -> [UInt8]? {
        decode(Array(text.utf8).span, padding: padding)
    }

    private static let equalsSign = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// Marks a byte that is no letter of the alphabet.
    private static let invalid: UInt8 = 0x80

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()
}
