import Support
import Testing

@testable import JSON

@Suite("Every document is judged as Python's json.loads judges it, strictness apart")
struct JSONAgainstPythonTests {
    @Test("hand-written documents")
    func handWritten() throws {
        try compare(Self.table.map { Array($0.utf8) })
    }

    @Test("bytes that are no UTF-8")
    func invalidUTF8() throws {
        try compare([
            [0xFF], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xC3, 0xA9, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x5B, 0xE2, 0x82], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80],
            [0xFF, 0xFE, 0x31, 0x00], Array("[1,]".utf8) + [0x80], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80],
            [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], Array(#""a long text, é, then "#.utf8) + [0xE2, 0x82, 0x22],
            Array(#""é\n"#.utf8) + [0xC3] + Array(#"\u00a9""#.utf8), Array(#"{"a":1,"a":"#.utf8) + [0x22, 0xBF, 0x22],
        ])
    }

    @Test("thousands of damaged documents, written by hand")
    func mutations() throws {
        var random = SeededGenerator(seed: 20_260_101)
        let seeds = Self.table.filter { $0.utf8.count > 4 }.map { Array($0.utf8) }
        try compare(
            (0..<6000).map { _ in Self.mutated(seeds.randomElement(using: &random) ?? [], using: &random) }
        )
    }

    @Test("thousands of random documents, whole and damaged")
    func randomDocuments() throws {
        var random = SeededGenerator(seed: 20_261_127)
        let whole = (0..<2000).map { _ in Array(RandomDocument.text(isStrict: false, using: &random).utf8) }
        try compare(whole)
        try compare(whole.flatMap { document in (0..<4).map { _ in Self.mutated(document, using: &random) } })
    }

    private func compare(_ documents: [[UInt8]]) throws {
        for (document, verdict) in zip(documents, try PythonVerdict.of(documents)) {
            let text = Comment(rawValue: String(decoding: document, as: UTF8.self).debugDescription)
            switch verdict {
            case .invalidUTF8(let offset):
                #expect(refusal(document) == JSONSyntaxError(offset: offset, message: "The text is not UTF-8"), text)
            case .refused(let offset):
                #expect(refusal(document)?.offset == offset, text)
            case .accepted(let normalized, isStrict: true):
                #expect(try JSONValue.parse(document) == JSONValue.parse(Array(normalized.utf8)), text)
            case .accepted(_, isStrict: false):
                #expect(Self.ownMessages.contains { refusal(document)?.message.hasPrefix($0) == true }, text)
            }
        }
    }

    private static let ownMessages = [
        "Duplicate member name", "U+0000 is not allowed", "Lone surrogate", "NaN and Infinity are not allowed",
        "Number out of range", "Nesting deeper than 32 levels",
    ]

    private static func mutated(_ document: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var document = document
        for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&document, using: &random) }
        return document
    }

    private static func mutate(_ document: inout [UInt8], using random: inout SeededGenerator) {
        let tokens: [[UInt8]] = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "0", "-", ".", "e", "E+",
            "NaN", "-Infinity", "null", "tru", " ", "\n", "\u{0}", "\u{1F}", "é", "\u{1F600}", "/", "'", "\u{FEFF}",
        ].map { Array($0.utf8) }
        let place = Int.random(in: 0...document.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: document.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: place)
        case 1: document.removeSubrange(place..<min(document.count, place + 1))
        case 2: document.removeSubrange(place...)
        default:
            if place < document.count { document[place] = UInt8.random(in: 0...255, using: &random) }
        }
    }

    private static let table: [String] =
        [
            "", " ", "null", " true ", "false", "nul", "truex", "True", "none", "0", "-0", "-", "--1", "+1", "01",
            "-01",
            "1.", ".5", "1.5", "1.e3", "1e", "1e+", "1e5", "1E-2", "-1.25e+2", "0x10", "1_000", "1 2", "1,", "123abc",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "1e308",
            "1e309", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", "-Infinit", "[NaN]", "[1e999]",
            #""""#, #"""#, #""a"#, #""a\"#, #""a\""#, #""\x""#, #""\u12""#, #""\u12G4""#, #""\u+123""#, #""\u00e9""#,
            #""\u0000""#, #""\ud83d\ude00""#, #""\ud83d""#, #""\ude00""#, #""\ud83d\u0041""#, #""\ud83d\ud83d\ude00""#,
            #""\ud83d\u12""#, #""\ud83d\uzzzz""#, #""\ud83dx""#, #""\b\f\n\r\t\/\\\"""#, #""\uD800\uDBFF""#,
            #""\u１２３４""#,
            "\"tab\there\"", "\"line\nfeed\"", "\"\u{7F}\u{2028}\"", "\"\u{0}\"", "1\u{0}", "true\u{0}", "\u{0}",
            "[1]\u{0}",
            "'a'", "[", "]", "[]", "[ ]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[1]]", "[[1]", "[1}",
            "[1, 2 , 3]",
            "{", "}", "{}", "{ }", #"{"a"#, #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, #"{"a":1,}"#, #"{"a" 1}"#,
            #"{"a":}"#, #"{"a"::1}"#, "{1:2}", "{a:1}", "{'a':1}", #"{"a":1 "b":2}"#, #"{"a":1]"#, #"{"a":1}}"#,
            #"{,"a":1}"#,
            #"{"a":1,"a":2}"#, #"{"s":1,"\u0073":2}"#, #"{"\ud83d\ude00":1,"😀":2}"#, #"{"a":{"a":1},"b":{"a":2}}"#,
            #"{"é":1,"é":2}"#, #"{"a":1,"b":[{"c":null},{"c":true}],"d":"é😀"} "#, "\u{FEFF}{}", "{}\u{FEFF}",
            "{\"é\": 1,\n \"à\": x}", "// c\n1", "[1,/*c*/2]", "\u{A0}1", "\u{C}1", "\r\n\t 1\r\n",
            #" { "a" : 1 , "b" : true,"c":null,"d":false } "#, #"{"a":123456789012345678}"#,
            #"{"a":1234567890123456789}"#,
            #"{"":""}"#, #"{"a":"é","ü":"🙂"}"#, "{\"a\":\"\u{7F}\"}", #"{"a":[]}"#,
            #"{"a":[1,"é",null,true] ,"b":[ "x" ]}"#,
            #"{"a"}"#, #"{"a":1}x"#, #"{"a":01}"#, #"{"a":-1}"#, #"{"a":1.0}"#, #"{"a":1e2}"#, #"{"a":"\n"}"#,
            "{\"a\":\"\u{1}\"}", #"{"a":truex}"#, #"{"a":tru}"#, #"{"a":nul"#, #"{"a":[[]]}"#, #"{"a":[{}]}"#,
            #"{"a":[1,]}"#, #"{"a":[,1]}"#, #"{"a":[1"#, #"{"a":["#, #"{"a":{}}"#, #"{"a" "b"}"#, #"{"a":"b""#,
            #"{"a":1,"a":2,}"#, #"["\ud800", 1e999, NaN"#, #"["\u0000\x"]"#, #"{"a":"b\"#, #""\ud83d\ude0""#,
            #""\ud83d\ude00"#, #""\ud83d\"#, #""\ud83d\u"#, #""\ud83d\n""#, #""\"\u00"#, "\"\\\u{0}\"", "\"abc\u{0}",
            #"{"email":"ada@example.com","password":"correct horse","remember":true,"seats":3,"ratio":0.5,"tags":["x","y"]}"#,
            #"{"model":{"provider":"openai","temperature":0.7,"max":250},"voice":{"speed":1.0,"id":"\u00e9t\u00e9"}}"#,
        ] + [31, 32, 33, 200].map { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        + [32, 33].map { String(repeating: #"{"a":"#, count: $0) + "1" + String(repeating: "}", count: $0) }
        + [#"["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"[[[[[[[["]"#, String(repeating: "[", count: 100)]
        + [#"[1,"\ud800","#, "[1,1e999]x"].map { String(repeating: "[", count: 40) + $0 }
}

/// Why the parser refuses a document; nil when it does not.
func refusal(_ document: [UInt8], maximumDepth: Int = 32) -> JSONSyntaxError? {
    do throws(JSONSyntaxError) {
        _ = try JSONValue.parse(document, maximumDepth: maximumDepth)
        return nil
    } catch {
        return error
    }
}
