/// Builds a compact UTF-8 JSON text piece by piece.
///
/// The writer sets the commas; the caller is responsible for closing what it opens and for naming each member.
/// Inside strings it escapes the quotation mark, the backslash and control characters, and nothing else.
public struct JSONWriter: ~Copyable {
    private var buffer: ByteBuffer
    /// Whether another value or name needs a comma first.
    private var needsComma = false

    /// An empty text with room for `capacity` bytes.
    public init(capacity: Int = 512) { buffer = ByteBuffer(capacity: capacity) }

    /// What has been written so far.
    public var bytes: [UInt8] { buffer.bytes }

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes the innermost object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes the innermost array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes the name of the next member.
    public mutating func name(_ name: String) {
        separate()
        appendQuoted(name)
        buffer.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name that is written down in the program: ASCII, and nothing in it needs an escape.
    public mutating func name(literal name: StaticString) {
        separate()
        buffer.appendQuoted(literal: name)
        buffer.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name that was prepared in advance.
    public mutating func name(_ name: JSONName) {
        separate()
        buffer.append(name.text)
        needsComma = false
    }

    /// Writes a string value.
    public mutating func string(_ value: String) {
        separate()
        appendQuoted(value)
    }

    /// Writes a string value that is written down in the program: ASCII, and nothing in it needs an escape.
    public mutating func string(literal value: StaticString) {
        separate()
        buffer.appendQuoted(literal: value)
    }

    /// Writes a string value given as UTF-8, which must be well-formed.
    public mutating func string(_ utf8: Span<UInt8>) {
        separate()
        unsafe utf8.withUnsafeBufferPointer { unsafe appendQuoted($0) }
    }

    /// Writes a number without fraction.
    public mutating func integer(_ value: Int) {
        separate()
        buffer.append(decimal: value)
    }

    /// Writes a number with a fraction, as the shortest text that reads back equal; NaN and infinities become null.
    public mutating func real(_ value: Double) {
        separate()
        buffer.append(value.isFinite ? value.description : "null")
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        buffer.append(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        buffer.append("null")
    }

    /// Writes one value that already is JSON text, such as a `jsonb` column.
    public mutating func raw(_ json: Span<UInt8>) {
        separate()
        unsafe json.withUnsafeBufferPointer { unsafe buffer.append($0) }
    }

    /// Writes a value with everything inside it.
    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .real(let value): real(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { write(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                name(member.name)
                write(member.value)
            }
            endObject()
        }
    }

    private mutating func separate() {
        if needsComma { buffer.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        buffer.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        buffer.append(bracket)
        needsComma = true
    }

    private mutating func appendQuoted(_ text: String) {
        var text = text
        text.withUTF8 { unsafe appendQuoted($0) }
    }

    /// Copies runs of ordinary bytes at once.
    private mutating func appendQuoted(_ source: UnsafeBufferPointer<UInt8>) {
        if unsafe buffer.appendQuoted(source) { return }
        buffer.append(UInt8(ascii: "\""))
        var runStart = 0
        for index in source.indices {
            let byte = unsafe source[index]
            guard OrdinaryText.needsEscape(byte) else { continue }
            unsafe buffer.append(UnsafeBufferPointer(rebasing: source[runStart..<index]))
            appendEscape(of: byte)
            runStart = index + 1
        }
        unsafe buffer.append(UnsafeBufferPointer(rebasing: source[runStart...]))
        buffer.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(of byte: UInt8) {
        buffer.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.append(byte)
        case 0x08: buffer.append(UInt8(ascii: "b"))
        case 0x09: buffer.append(UInt8(ascii: "t"))
        case 0x0A: buffer.append(UInt8(ascii: "n"))
        case 0x0C: buffer.append(UInt8(ascii: "f"))
        case 0x0D: buffer.append(UInt8(ascii: "r"))
        default:
            buffer.append("u00")
            buffer.append(byte < 0x10 ? "0" : "1")
            buffer.append(String(byte & 0x0F, radix: 16))
        }
    }
}

/// A member's name as a writer puts it into the text: with its quotation marks, what needs it escaped, and the colon.
public struct JSONName: Sendable {
    fileprivate let text: [UInt8]

    /// Prepares a name that is written often.
    public init(_ name: String) {
        var writer = JSONWriter(capacity: 64)
        writer.string(name)
        text = writer.bytes + [UInt8(ascii: ":")]
    }
}
