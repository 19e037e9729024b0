import Testing

@testable import JSON

/// The quick way through plain objects takes nothing that the strict way would not take.
@Suite struct PlainObjectTests {
    @Test(arguments: [
        #"{"a":"b"}"#, #" { "a" : 1 , "b" : true,"c":null,"d":false } "#, #"{"a":0}"#, #"{"a":123456789012345678}"#,
        #"{"":""}"#, #"{"a":"é","ü":"🙂"}"#, "{\"a\":\"\u{7F}\"}", #"{"a":[]}"#,
        #"{"a":[1,"é",null,true] ,"b":[ "x" ]}"#,
    ])
    func `a plain object is read as jansson reads it`(text: String) {
        let bytes = Array(text.utf8)
        guard let document = JanssonDocument(bytes.span) else {
            Issue.record("jansson refuses it")
            return
        }
        let value = document.value
        #expect(PlainObject.read(bytes.span) == value)
    }

    @Test(arguments: [
        "{}", "[]", "", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1}x"#, #"{"a":01}"#, #"{"a":-1}"#,
        #"{"a":1.0}"#,
        #"{"a":1e2}"#, #"{"a":1234567890123456789}"#, #"{"a":"\n"}"#, "{\"a\":\"\u{1}\"}",
        #"{"a":1,"a":2}"#,
        #"{"a":truex}"#, #"{"a":tru}"#, #"{"a":nul"#, #"{"a":[[]]}"#, #"{"a":[{}]}"#, #"{"a":[1,]}"#, #"{"a":[,1]}"#,
        #"{"a":[1"#, #"{"a":["#, #"{"a":{}}"#, #"{"a" "b"}"#, #"{"a":"b""#,
    ])
    func `anything else is left to jansson`(text: String) {
        #expect(PlainObject.read(Array(text.utf8).span) == nil)
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]])
    func `bytes that are no UTF-8 are left to jansson`(bytes: [UInt8]) {
        let document = Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)
        #expect(PlainObject.read(document.span) == nil)
    }
}
