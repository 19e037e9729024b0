import Support
import Testing

@testable import JSON

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
        #expect(try JSONValue.parse(bytes[2..<5].span) == .array([.integer(1)]))
        #expect(try JSONValue.parse(bytes.span.extracting(3..<4)) == .integer(1))
    }

    @Test("what Python lets pass is refused where the offending token starts")
    func ownRefusals() {
        let documents: [(String, Int, String)] = [
            (#"{"a":1, "a":2}"#, 8, "Duplicate member name"),
            (#"{"s":1,"\u0073":2}"#, 7, "Duplicate member name"),
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

    @Test("what only we refuse is found wherever it stands")
    func ownRefusalsAnywhere() {
        let offences: [(token: String, offset: Int)] = [
            ("NaN", 0), ("-Infinity", 0), ("-1e999", 0), ("-9223372036854775809", 0), (#""\u0000""#, 1),
            (#""a longer text, é\ud83d\n""#, 17), (#""\udc00""#, 1), (#"{"a":1,"b":2,"\u0061":3}"#, 13),
        ]
        var random = SeededGenerator(seed: 7)
        for (token, offset) in offences + offences + offences {
            let before = "[\(RandomDocument.text(isStrict: true, using: &random)), "
            let document = before + token + ", \(RandomDocument.text(isStrict: false, using: &random))]"
            #expect(refusal(Array(document.utf8))?.offset == before.unicodeScalars.count + offset, "\(document)")
        }
    }

    @Test(
        "a repeated name is found among many, and names that look alike are not repeated",
        arguments: [3, 16, 17, 90]
    )
    func manyNames(count: Int) {
        // The last three have one length and the same ends, and two of them are canonically equivalent.
        let names = (0..<count).map { "n\($0)" } + ["\u{E9}", "e\u{301}", "a\u{212B}b", "aA\u{30A}b", "aAAAb"]
        let members = names.map { "\"\($0)\":1" }.joined(separator: ",")
        #expect(refusal(Array("{\(members)}".utf8)) == nil)
        for name in names {
            #expect(
                refusal(Array("{\(members),\"\(name)\":1,\"z\":1}".utf8))
                    == JSONSyntaxError(offset: members.unicodeScalars.count + 2, message: "Duplicate member name")
            )
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

    @Test("a number has the nearest value and its sign")
    func numbers() throws {
        #expect(try parse("-0") == .integer(0))
        guard case .real(let zero) = try parse("-0.0") else {
            Issue.record("-0.0 is no real number")
            return
        }
        #expect(zero == 0 && zero.sign == .minus)
        #expect(try parse("-9223372036854775808") == .integer(.min))
        #expect(try parse("1.7976931348623157e308") == .real(.greatestFiniteMagnitude))
        #expect(try parse("4.9E-324") == .real(.leastNonzeroMagnitude))
        #expect(try parse("1e-400") == .real(0))
        #expect(try parse("9007199254740993.0") == .real(9_007_199_254_740_992))
        #expect(try parse("0." + String(repeating: "3", count: 60_000)) == .real(1.0 / 3))
    }

    @Test("a megabyte of opening brackets and a hundred thousand names are refused without delay or overflow")
    func hostileSizes() {
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
        for limit in [0, 32, 1000] { #expect(refusal(brackets, maximumDepth: limit)?.offset == limit) }
        let nested = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        #expect(refusal(Array(nested.utf8), maximumDepth: 1000) == nil)
        let names = (0..<100_000).map { "\"\($0)\":1," }.joined()
        let started = ContinuousClock.now
        #expect(refusal(Array("{\(names)}".utf8))?.offset == names.utf8.count + 1)
        #expect(ContinuousClock.now - started < .seconds(20))
    }
}
