/// Reads the documents that nearly every request and every token consists of: one object whose values are strings
/// without escapes, short whole numbers, `true`, `false`, `null` and lists of these.
///
/// It never refuses: at the first thing it does not know it gives up, and jansson decides. So it accepts only what
/// jansson accepts, with the same result.
enum PlainObject {
    /// Each name is compared with those before it, so an object with many is left to jansson's hash table.
    private static let mostMembers = 24

    /// The document as a value; nil when it is anything but a plain object.
    static func read(_ bytes: Span<UInt8>) -> JSONValue? {
        var position = 0
        skipSpace(bytes, &position)
        guard take(UInt8(ascii: "{"), bytes, &position) else { return nil }
        var members: [JSONMember] = []
        members.reserveCapacity(8)
        repeat {
            guard members.count < mostMembers else { return nil }
            skipSpace(bytes, &position)
            guard let name = string(bytes, &position), !members.contains(where: { $0.name == name }) else { return nil }
            skipSpace(bytes, &position)
            guard take(UInt8(ascii: ":"), bytes, &position) else { return nil }
            skipSpace(bytes, &position)
            guard let value = value(bytes, &position) else { return nil }
            members.append(JSONMember(name: name, value: value))
            skipSpace(bytes, &position)
        } while take(UInt8(ascii: ","), bytes, &position)
        guard take(UInt8(ascii: "}"), bytes, &position) else { return nil }
        skipSpace(bytes, &position)
        return position == bytes.count ? .object(members) : nil
    }

    private static func value(_ bytes: Span<UInt8>, _ position: inout Int) -> JSONValue? {
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): return string(bytes, &position).map(JSONValue.string)
        case UInt8(ascii: "["): return list(bytes, &position)
        case UInt8(ascii: "t"): return word("true", bytes, &position) ? .bool(true) : nil
        case UInt8(ascii: "f"): return word("false", bytes, &position) ? .bool(false) : nil
        case UInt8(ascii: "n"): return word("null", bytes, &position) ? .null : nil
        default: return integer(bytes, &position).map(JSONValue.integer)
        }
    }

    /// A list that holds no other list.
    private static func list(_ bytes: Span<UInt8>, _ position: inout Int) -> JSONValue? {
        position += 1
        skipSpace(bytes, &position)
        if take(UInt8(ascii: "]"), bytes, &position) { return .array([]) }
        var items: [JSONValue] = []
        repeat {
            skipSpace(bytes, &position)
            guard position < bytes.count, bytes[position] != UInt8(ascii: "["), let item = value(bytes, &position)
            else { return nil }
            items.append(item)
            skipSpace(bytes, &position)
        } while take(UInt8(ascii: ","), bytes, &position)
        return take(UInt8(ascii: "]"), bytes, &position) ? .array(items) : nil
    }

    /// A string without escapes and control characters.
    private static func string(_ bytes: Span<UInt8>, _ position: inout Int) -> String? {
        guard take(UInt8(ascii: "\""), bytes, &position) else { return nil }
        let start = position
        var isASCII = true
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = bytes.extracting(start..<position)
                position += 1
                return unsafe text.withUnsafeBufferPointer {
                    unsafe isASCII ? String(decoding: $0, as: UTF8.self) : String(validating: $0, as: UTF8.self)
                }
            case UInt8(ascii: "\\"), 0..<0x20: return nil
            case let byte:
                if byte >= 0x80 { isASCII = false }
                position += 1
            }
        }
        return nil
    }

    /// Up to 18 digits without sign, fraction, exponent and leading zero.
    private static func integer(_ bytes: Span<UInt8>, _ position: inout Int) -> Int? {
        let start = position
        var number = 0
        while position < bytes.count, case let digit = Int(bytes[position]) - 0x30, (0...9).contains(digit) {
            guard position - start < 18 else { return nil }
            number = number * 10 + digit
            position += 1
        }
        guard position > start, bytes[start] != UInt8(ascii: "0") || position == start + 1 else { return nil }
        return number
    }

    private static func word(_ word: StaticString, _ bytes: Span<UInt8>, _ position: inout Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length else { return false }
        for offset in 0..<length where unsafe bytes[position + offset] != word.utf8Start[offset] { return false }
        position += length
        return true
    }

    private static func take(_ byte: UInt8, _ bytes: Span<UInt8>, _ position: inout Int) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private static func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
            default: return
            }
        }
    }
}
