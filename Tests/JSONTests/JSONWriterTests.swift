import JSON
import Testing

@Suite("Writing a document")
struct JSONWriterTests {
    @Test("commas are set between members and elements, never elsewhere")
    func commas() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("a")
        writer.beginArray()
        writer.integer(1)
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.name("b")
        writer.bool(true)
        writer.name("c")
        writer.raw(Array(#"{"x":[]}"#.utf8).span)
        writer.name("d")
        writer.raw(Array("2".utf8).span)
        writer.name("e")
        writer.real(0.5)
        writer.name("f")
        writer.real(.nan)
        writer.endObject()
        let expected = #"{"a":[1,null,{},[]],"b":true,"c":{"x":[]},"d":2,"e":0.5,"f":null}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("only quotes, backslashes and control characters are escaped")
    func escapes() {
        var writer = JSONWriter()
        writer.string("a\"b\\c/\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}\u{7F}\u{2028}é😀")
        let expected = #""a\"b\\c/\u0000\u0001\b\t\n\u000b\f\r\u001f"# + "\u{7F}\u{2028}é😀\""
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("a byte is escaped or not wherever it stands", arguments: [1, 7, 8, 9, 15, 16, 17])
    func everyPlace(length: Int) throws {
        for byte in 1...UInt8(0x7F) {
            for place in 0..<length {
                var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                text[place] = byte
                var fromString = JSONWriter()
                var fromBytes = JSONWriter()
                fromString.string(String(decoding: text, as: UTF8.self))
                fromBytes.string(text.span)
                #expect(fromString.bytes == fromBytes.bytes)
                #expect(try JSONValue.parse(fromBytes.bytes) == .string(String(decoding: text, as: UTF8.self)))
                let isEscaped = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                #expect(isEscaped == (fromBytes.bytes.count > length + 2))
            }
        }
    }

    @Test("a name of the program is written like any other")
    func names() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name(literal: "a_name")
        writer.integer(1)
        writer.name(literal: "")
        writer.integer(2)
        writer.endObject()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a_name":1,"":2}"#)
    }

    @Test(
        "numbers have all their digits and no more",
        arguments: [
            0, 9, 10, 99, 100, -1, -10, 999_999_999_999_999_999, 1_000_000_000_000_000_000, .max, .min, .min + 1,
        ]
    )
    func digits(number: Int) {
        var writer = JSONWriter()
        writer.integer(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "\(number)")
    }

    @Test("what is written reads back equal")
    func roundTrip() throws {
        let manyScalars = String(String.UnicodeScalarView((1..<0x300).compactMap(Unicode.Scalar.init)))
        let values: [JSONValue] = [
            .integer(.min), .integer(.max), .real(0.1), .real(1e300), .real(1e20 / 3), .real(-0.0),
            .real(-Double.leastNonzeroMagnitude), .string(manyScalars),
            .array([.string(""), .object([JSONMember(name: "\"\n", value: .array([.null, .bool(false)]))])]),
        ]
        for value in values {
            var writer = JSONWriter()
            writer.write(value)
            #expect(try JSONValue.parse(writer.bytes) == value)
        }
    }
}
