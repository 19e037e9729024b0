import JSON
import Testing

@Suite("Parsing a document")
struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test("every kind of value arrives with its type, members in document order")
    func kinds() throws {
        let value = try parse(#" {"z":null,"a":[true,false,-7,2.5,1e2,"é\n"],"m":{}} "#)
        #expect(
            value
                == .object([
                    JSONMember(name: "z", value: .null),
                    JSONMember(
                        name: "a",
                        value: .array([.bool(true), .bool(false), .integer(-7), .real(2.5), .real(100), .string("é\n")])
                    ),
                    JSONMember(name: "m", value: .object([])),
                ])
        )
        #expect(value["m"] == .object([]))
        #expect(value["q"] == nil)
        #expect(JSONValue.integer(1)["q"] == nil)
    }

    @Test("names that look alike but have other scalars are different names")
    func namesAreComparedByScalars() throws {
        let value = try parse(#"{"\u00e9":1,"e\u0301":2,"\u212a":3}"#)
        #expect(value["\u{E9}"] == .integer(1))
        #expect(value["e\u{301}"] == .integer(2))
        #expect(value["K"] == nil)
    }

    @Test("a document in the middle of a larger buffer is read alone")
    func slices() throws {
        let bytes = Array("xx[1]yy".utf8)
        #expect(try JSONValue.parse(bytes[2..<5]) == .array([.integer(1)]))
        #expect(try JSONValue.parse(bytes.span.extracting(3..<4)) == .integer(1))
    }

    @Test("what Python lets pass is refused where the offending token starts")
    func ownRefusals() {
        let documents: [(String, Int, String)] = [
            (#"{"a":1, "a":2}"#, 8, "Duplicate property name"),
            (#"{"s":1,"\u0073":2}"#, 7, "Duplicate property name"),
            (#"["é\u0000"]"#, 3, "U+0000 is not allowed"),
            (#"["\ud800"]"#, 2, "Lone surrogate"),
            ("[1, NaN]", 4, "NaN and Infinity are not allowed"),
            ("[-Infinity]", 1, "NaN and Infinity are not allowed"),
            ("[1, 9223372036854775808]", 4, "Number out of range"),
            ("[1e999]", 1, "Number out of range"),
        ]
        for (document, offset, message) in documents {
            #expect(refusal(Array(document.utf8)) == JSONSyntaxError(offset: offset, message: message))
        }
    }

    @Test("the depth limit counts arrays and objects, and brackets inside strings do not count")
    func depth() {
        #expect(refusal(Array("1".utf8), maximumDepth: 0) == nil)
        #expect(
            refusal(Array("[]".utf8), maximumDepth: 0)
                == JSONSyntaxError(offset: 0, message: "Nesting deeper than 0 levels")
        )
        #expect(refusal(Array(#"[{"a":"[[{\"[["}]"#.utf8), maximumDepth: 2) == nil)
        #expect(
            refusal(Array(#"[{"a":[1]}]"#.utf8), maximumDepth: 2)
                == JSONSyntaxError(offset: 6, message: "Nesting deeper than 2 levels")
        )
        #expect(refusal(Array("[[],[],[]]".utf8), maximumDepth: 2) == nil)
    }

    @Test("a megabyte of opening brackets and a hundred thousand names are refused without delay or overflow")
    func hostileSizes() {
        #expect(refusal([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)) != nil)
        let names = (0..<100_000).map { "\"\($0)\":1," }.joined()
        let started = ContinuousClock.now
        #expect(refusal(Array("{\(names)}".utf8))?.message == "Expecting property name enclosed in double quotes")
        #expect(ContinuousClock.now - started < .seconds(20))
    }
}
