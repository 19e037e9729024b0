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
        let letter = { (bits: UInt32) in alphabet[Int(bits & 0x3F)] }
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index + 3 <= bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            text.append(letter(group >> 18))
            text.append(letter(group >> 12))
            text.append(letter(group >> 6))
            text.append(letter(group))
            index += 3
        }
        switch bytes.count - index {
        case 1:
            let group = UInt32(bytes[index]) << 4
            text += [letter(group >> 6), letter(group)]
            if padding == .required { text += [equalsSign, equalsSign] }
        case 2:
            let group = UInt32(bytes[index]) << 10 | UInt32(bytes[index + 1]) << 2
            text += [letter(group >> 12), letter(group >> 6), letter(group)]
            if padding == .required { text.append(equalsSign) }
        default:
            break
        }
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
        var index = 0
        while index + 4 <= letters {
            let first = values[Int(text[index])]
            let second = values[Int(text[index + 1])]
            let third = values[Int(text[index + 2])]
            let fourth = values[Int(text[index + 3])]
            seen |= first | second | third | fourth
            bytes.append(first << 2 | second >> 4)
            bytes.append(second << 4 | third >> 2)
            bytes.append(third << 6 | fourth)
            index += 4
        }
        if letters - index >= 2 {
            let first = values[Int(text[index])]
            let second = values[Int(text[index + 1])]
            let third = letters - index == 3 ? values[Int(text[index + 2])] : 0
            seen |= first | second | third
            bytes.append(first << 2 | second >> 4)
            let rest = letters - index == 3 ? third << 6 : second << 4
            guard rest == 0 else { return nil }
            if letters - index == 3 { bytes.append(second << 4 | third >> 2) }
        }
        return seen & invalid == 0 ? bytes : nil
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
