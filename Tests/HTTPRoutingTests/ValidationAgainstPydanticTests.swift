import Foundation
import HTTPTypes
import JSON
import Support
import Testing

@testable import HTTPRouting

/// The 422 answers against those of the real Pydantic v2, which the audited backend used.
@Suite struct ValidationAgainstPydanticTests {
    private static let fields: [Field] = [
        .required("name", .text(TextRule(length: 2...5)), "", example: "abc"),
        .optional("flag", .boolean, "", example: true),
        .optional("seats", .integer(1...1000), "", example: 1),
        .optional("plan", .choice(["free", "pro", "business"]), "", example: "free"),
        .optional("tags", .list(.text(maximum: 3), maximum: 2, unique: false), "", example: []),
        .optional("languages", .list(.choice(["en", "fr", "he"]), maximum: 3, unique: false), "", example: []),
    ]

    private static let script = #"""
        import json, sys
        from typing import Annotated, List, Literal, Optional
        from pydantic import BaseModel, Field, ValidationError
        class Body(BaseModel):
            name: Annotated[str, Field(min_length=2, max_length=5)]
            flag: Optional[bool] = None
            seats: Optional[Annotated[int, Field(ge=1, le=1000)]] = None
            plan: Optional[Literal["free", "pro", "business"]] = None
            tags: Optional[Annotated[List[Annotated[str, Field(max_length=3)]], Field(max_length=2)]] = None
            languages: Optional[Annotated[List[Literal["en", "fr", "he"]], Field(max_length=3)]] = None
        for line in sys.stdin:
            try:
                body = Body.model_validate(json.loads(line))
                print(json.dumps({"ok": body.model_dump(exclude_unset=True)}))
            except ValidationError as error:
                faults = error.errors(include_url=False)
                for fault in faults:
                    fault["loc"] = ["body", *fault["loc"]]
                print(json.dumps({"detail": faults}))
        """#

    private static let values = [
        "null", "true", "false", "0", "1", "2", "-1", "1000", "1001", "1.0", "0.0", "2.0", "2.5", "-0.0", "1e2", "1e3",
        "1e19",
        "9007199254740993", "9223372036854775807", "\"\"", "\"0\"", "\"1\"", "\"2\"", "\" 2 \"", "\"+2\"", "\"-2\"",
        "\"2.0\"",
        "\"2.5\"", "\"2.\"", "\".0\"", "\"1_0\"", "\"1__0\"", "\"_1\"", "\"1e2\"", "\"x\"", "\"0x1\"", "\"٣\"",
        "\"\\u00a02\"", "\"true\"",
        "\"TRUE\"", "\"True\"", "\" true\"", "\"yes\"", "\"Y\"", "\"on\"", "\"OFF\"", "\"f\"", "\"T\"", "\"no\"",
        "\"n\"", "\"maybe\"",
        "\"free\"", "\"Free\"", "\"pro \"", "\"en\"", "\"ab\"", "\"abcde\"", "\"abcdef\"", "\"éé\"", "\"🚀\"",
        "\"🚀🚀🚀🚀🚀🚀\"", "[]", "[1]",
        "[\"a\"]", "[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]", "[\"a\", \"b\", \"c\", \"d\"]", "[\"abcd\", 1, \"ok\"]",
        "[\"en\", \"xx\", 3]",
        "[\"en\", \"en\"]", "[null]", "[[]]", "{}", "{\"a\": 1}", "\"00\"", "\"0001\"", "\"-0\"", "\"+\"", "\"- 1\"",
        "\"1 0\"",
    ]

    private static var documents: [String] {
        let single = fields.flatMap { field in
            values.map { value in
                field.name == "name" ? "{\"name\": \(value)}" : "{\"name\": \"abc\", \"\(field.name)\": \(value)}"
            }
        }
        let several = [
            "{}", "[]", "1", "\"text\"", "{\"unknown\": 1}",
            "{\"plan\": 1, \"flag\": \"x\", \"name\": 3, \"seats\": 0}",
            "{\"tags\": [1, \"abcd\", null], \"name\": \"a\"}", "{\"name\": \"abc\", \"name2\": 1, \"id\": 9}",
        ]
        return single + several
    }

    /// What our router makes of a document: the stored members, or the 422 without the message of a JSON parser.
    private static func ours(_ document: String) throws -> JSONValue {
        do throws(Problem) {
            return ["ok": .object(try Body(Array(document.utf8), contentType: "", fields: fields).members)]
        } catch {
            #expect(error.status.code == 422)
            return ["detail": error.detail]
        }
    }

    /// Our names for a model's faults at the top are FastAPI's, and Pydantic names the class in them.
    private static func normalized(_ verdict: JSONValue) -> JSONValue {
        guard let faults = verdict["detail"]?.elements else {
            let members = verdict["ok"].map { value in
                value.names.sorted().map { JSONMember(name: $0, value: value[$0] ?? .null) }
            }
            return ["ok": .object(members ?? [])]
        }
        return .array(
            faults.map { fault in
                let isModel = ["model_type", "model_attributes_type"].contains(fault["type"]?.string)
                let context = fault["ctx"].map { context in
                    JSONValue.object(context.names.sorted().map { JSONMember(name: $0, value: context[$0] ?? .null) })
                }
                return [
                    "type": isModel ? "model" : fault["type"] ?? .null, "loc": fault["loc"] ?? .null,
                    "msg": isModel ? "model" : fault["msg"] ?? .null, "input": fault["input"] ?? .null,
                    "ctx": isModel ? .null : context ?? .null,
                ]
            }
        )
    }

    @Test func everyDocumentGetsPydanticsVerdict() throws {
        let documents = Self.documents
        let verdicts = try Python.lines(Self.script, documents)
        for (document, verdict) in zip(documents, verdicts) {
            let theirs = Self.normalized(try JSONValue(verdict))
            let own = Self.normalized(try Self.ours(document))
            #expect(own.text == theirs.text, "\(document)")
        }
    }
}
