import JSON
import Support
import Testing

@testable import HTTPRouting

@Suite struct BodyTests {
    private static let fields: [Field] = [
        .secret("key", .text(TextRule(length: 1...8, characters: .visibleASCII)), "", example: "k"),
        .optionalSecret("pin", .text(maximum: 4), "", example: "1"),
        .optional("note", .text(maximum: 4), "", example: "n"),
    ]

    private func faults(_ body: String) throws -> [JSONValue] {
        do throws(Problem) {
            _ = try Body(Array(body.utf8), contentType: "", fields: Self.fields)
            return []
        } catch {
            return error.detail.elements
        }
    }

    @Test(arguments: [
        #"{"key": "hush hush"}"#, #"{"key": "hushhushhush"}"#, #"{"key": ["hush"]}"#, #"{"key": {"hush": "hush"}}"#,
        #"{"pin": "hushhush", "key": "k"}"#, #"{"secret": "hush"}"#, #"{"kEy": {"a": ["hush"]}, "note": "long!"}"#,
        #"["hush"]"#, #""hush""#, #"{"key": "hush"#, #"{"key": 1234567890123}"#,
    ])
    func aSecretIsNeverEchoed(body: String) throws {
        let faults = try faults(body)
        #expect(!faults.isEmpty)
        for fault in faults {
            #expect(fault["input"]?.text.contains("hush\"") != true, "\(fault.text)")
            #expect(!fault.text.contains("1234567890123"), "\(fault.text)")
        }
    }

    @Test func faultsComeInTheOrderOfDeclarationWithTheirPlace() throws {
        let faults = try faults(#"{"note": 1, "pin": 2, "key": 3}"#)
        #expect(faults.map { $0["loc"] } == [["body", "key"], ["body", "pin"], ["body", "note"]])
        #expect(faults.map { $0["input"] } == ["**********", "**********", 1])
    }

    @Test func malformedJSONNamesTheOffset() throws {
        let fault = try #require(faults(#"{"note": }"#).first)
        #expect(fault["type"] == "json_invalid")
        #expect(fault["loc"] == ["body", 9])
        #expect(fault["msg"] == "JSON decode error")
        #expect(fault["ctx"]?["error"] == "Expecting value")
    }

    @Test func noBodyWhereOneIsNeededIsMissing() throws {
        let fault = try #require(faults("").first)
        #expect(fault["type"] == "missing")
        #expect(fault["loc"] == ["body"])
    }

    @Test(arguments: ["null", "[]", "1", "\"text\"", "true"])
    func aBodyThatIsNoObjectIsSaidToBeNone(body: String) throws {
        let fault = try #require(faults(body).first)
        #expect(fault["type"] == "model_attributes_type")
        #expect(fault["loc"] == ["body"])
    }

    @Test func whatIsAbsentAndWhatIsNullAreToldApart() throws {
        let body = try Body(Array(#"{"key": "k", "note": null, "x": 1}"#.utf8), contentType: "", fields: Self.fields)
        #expect(body["pin"] == nil)
        #expect(body["note"] == .null)
        #expect(body["x"] == nil)
        #expect(body.members.map(\.name) == ["key", "note"] && body.positions == [0, 2])
    }

    @Test func aRepeatedItemIsNamed() throws {
        let languages = Field.optional("l", .list(.choice(["en", "fr"]), maximum: 3, unique: true), "", example: [])
        do throws(Problem) {
            _ = try Body(Array(#"{"l": ["en", "fr", "en"]}"#.utf8), contentType: "", fields: [languages])
            Issue.record("a repeated item was taken")
        } catch {
            #expect(error.detail.elements.first?["loc"] == ["body", "l", 2])
        }
    }
}
