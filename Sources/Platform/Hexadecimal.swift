/// Bytes as hexadecimal digits in lower case.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits for each byte.
    public static func format(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// UUIDs as text: 8-4-4-4-12 hexadecimal digits. See <https://www.rfc-editor.org/rfc/rfc9562>.
public enum UUIDText {
    /// The text of sixteen bytes, in lower case.
    public static func format(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, digit) in Hexadecimal.format(bytes).utf8.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of a new UUID, made of the first 16 of at least 16 bytes.
    /// - Parameter version: how the bytes were made: 4 at random, 8 by a rule of this application's own.
    public static func make(of bytes: [UInt8], version: UInt8) -> String {
        var bytes = Array(bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        return format(bytes)
    }

    /// Whether a text is a UUID in its one usual spelling; PostgreSQL takes others too.
    /// - Parameter lowerCase: whether capital digits make it another text.
    public static func isOne(_ text: String, lowerCase: Bool = false) -> Bool {
        let bytes = text.utf8.span
        guard bytes.count == 36 else { return false }
        for index in bytes.indices {
            let isDashPlace = index == 8 || index == 13 || index == 18 || index == 23
            switch bytes[index] {
            case UInt8(ascii: "-") where isDashPlace: break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where !isDashPlace: break
            case UInt8(ascii: "a")...UInt8(ascii: "f") where !isDashPlace: break
            case UInt8(ascii: "A")...UInt8(ascii: "F") where !isDashPlace && !lowerCase: break
            default: return false
            }
        }
        return true
    }
}
