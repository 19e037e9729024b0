import HTTPTypes
import JSON
import Testing

@testable import HTTPRouting

/// What a request body is judged by: the words are Pydantic's, because clients read them.
@Suite struct BodyTests {
    private let fields: [Field] = [
        .optional("name", .text(maximum: 3), "A name.", example: "Ada"),
        .optional("agreed", .boolean, "Consent.", example: .bool(true)),
        .optional("seats", .integer(1...1000), "Seats.", example: .integer(1)),
        .optional("plan", .choice(["free", "pro", "business"]), "A plan.", example: "free"),
        .optional(
            "languages",
            .list(.choice(["en", "fr"]), maximum: 2, unique: true),
            "Some.",
            example: .array(["en"])
        ),
    ]

    private let secretFields: [Field] = [
        .required("account", .text(maximum: 8), "An account.", example: "a"),
        .secret("token", .text(TextRule(length: 1...8, characters: .visibleASCII)), "A token.", example: "t"),
    ]

    /// The faults of a body as `type@location`, or the stored members.
    private func judge(_ json: String, _ fields: [Field]? = nil, contentType: String = "") -> [String] {
        do throws(Problem) {
            let body = try Body(Array(json.utf8), contentType: contentType, fields: fields ?? self.fields)
            return [String(decoding: body.jsonBytes, as: UTF8.self)]
        } catch {
            guard case .array(let faults) = error.detail else { return [error.code] }
            return faults.map { fault in
                guard case .string(let type)? = fault["type"], case .array(let location)? = fault["loc"] else {
                    return "?"
                }
                let steps = location.map { step in
                    switch step {
                    case .string(let name): name
                    case .integer(let index): String(index)
                    default: "?"
                    }
                }
                return "\(type)@\(steps.joined(separator: "."))"
            }
        }
    }

    @Test(arguments: [
        (#"{"agreed":"YES"}"#, #"{"agreed":true}"#), (#"{"agreed":0.0}"#, #"{"agreed":false}"#),
        (#"{"agreed":2}"#, "bool_parsing@body.agreed"), (#"{"agreed":0.5}"#, "bool_type@body.agreed"),
        (#"{"agreed":1e19}"#, "bool_type@body.agreed"), (#"{"agreed":" true"}"#, "bool_parsing@body.agreed"),
        (#"{"agreed":[]}"#, "bool_type@body.agreed"),
        (#"{"seats":" +2.00 "}"#, #"{"seats":2}"#), (#"{"seats":"1_000"}"#, #"{"seats":1000}"#),
        (#"{"seats":1e2}"#, #"{"seats":100}"#), (#"{"seats":true}"#, #"{"seats":1}"#),
        (#"{"seats":2.5}"#, "int_from_float@body.seats"), (#"{"seats":"2."}"#, "int_parsing@body.seats"),
        (#"{"seats":"1__0"}"#, "int_parsing@body.seats"), (#"{"seats":{}}"#, "int_type@body.seats"),
        (#"{"seats":0}"#, "greater_than_equal@body.seats"),
        (#"{"seats":"99999999999999999999"}"#, "less_than_equal@body.seats"),
        (#"{"name":"abcd"}"#, "string_too_long@body.name"), (#"{"name":7}"#, "string_type@body.name"),
        (#"{"name":"👩‍👩"}"#, #"{"name":"👩‍👩"}"#),
        (#"{"plan":"Free"}"#, "literal_error@body.plan"), (#"{"languages":"en"}"#, "list_type@body.languages"),
        (#"{"languages":["en","en"]}"#, "value_error@body.languages.1"),
        (#"{"languages":["fr","en","fr"]}"#, "too_long@body.languages"),
        (#"{"plan":null,"is_admin":true}"#, #"{"plan":null}"#), ("{}", "{}"),
        ("", "missing@body"), ("null", "missing@body"), ("[]", "model_attributes_type@body"),
        (#"{"a":1,}"#, "json_invalid@body.7"), (#"{"n\u0061me":"x","name":"y"}"#, "json_invalid@body.17"),
    ])
    func `a value is taken, converted or refused`(json: String, verdict: String) {
        #expect(judge(json) == [verdict])
    }

    @Test func `all faults are told at once, in the order of the declaration`() {
        let json = #"{"languages":["xx",3],"plan":1,"name":2,"seats":[]}"#
        #expect(
            judge(json) == [
                "string_type@body.name", "int_type@body.seats", "literal_error@body.plan",
                "literal_error@body.languages.0", "literal_error@body.languages.1",
            ]
        )
    }

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"",
        "application/merge-patch+json", "",
    ])
    func `JSON media types are taken`(contentType: String) {
        #expect(judge("{}", contentType: contentType) == ["{}"])
    }

    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json; charset=utf-16",
        "multipart/form-data", "json", ";",
    ])
    func `other media types are 415`(contentType: String) {
        #expect(judge("{}", contentType: contentType) == ["unsupported_media_type"])
    }

    @Test(arguments: [
        #"{"account":"a","token":"not for logs at all"}"#, #"{"token":"hunter22"}"#, #"{"tokn":"hunter22"}"#,
        #"["hunter22"]"#, #""hunter22""#, #"{"account":"a","token":{"x":"hunter22"}}"#,
    ])
    func `a refused body with a secret in it shows no value`(json: String) throws {
        let problem = try #require(throws: Problem.self) {
            try Body(Array(json.utf8), contentType: "", fields: secretFields)
        }
        let text = String(decoding: problem.response(requestID: "r").body, as: UTF8.self)
        #expect(!text.contains("hunter22") && !text.contains("not for logs"))
        #expect(text.contains("**********"))
    }
}
