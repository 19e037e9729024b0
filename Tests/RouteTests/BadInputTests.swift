import Foundation
import JSON
import Support
import Testing

extension Routes {
    /// Bad bodies and values get their status as JSON, change nothing, and never end in a 5xx.
    @Suite struct BadInputTests {
        /// Runs `requests` as one visitor and expects that nothing in the database has changed.
        private func changesNothing(_ requests: (Visitor) throws -> Void) throws {
            let visitor = try Visitor()
            let database = try Service.database
            let before = try database.snapshot()
            try requests(visitor)
            #expect(try database.snapshot() == before)
        }

        private static let profile = "/api/v1/user/profile"

        @Test(arguments: [
            "text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded",
            "application/json; charset=utf-16", "application/jsonx", "json",
        ])
        func anotherMediaTypeIsRefused(type: String) throws {
            try changesNothing { visitor in
                let body = #"{"industry": "planted"}"#
                expectProblem(
                    try visitor.client.send("PATCH", Self.profile, body, headers: ["Content-Type": type]),
                    415
                )
            }
        }

        @Test(arguments: ["", "application/merge-patch+json", "Application/JSON ; Charset=UTF-8"])
        func jsonUnderItsOtherNamesIsTaken(type: String) throws {
            let body = #"{"industry": "tech"}"#
            let answer = try Visitor().client.send("PATCH", Self.profile, body, headers: ["Content-Type": type])
            #expect(answer.status == 200)
        }

        private static let nested = "{\"x\": " + String(repeating: "[", count: 513) + String(repeating: "]", count: 513)
        private static let malformedTexts: [String] = [
            "", " ", "null", "[]", "1", "\"text\"", "true", "{", "}", "{\"industry\"}", "{\"industry\": \"x\",}",
            "{'industry': 'x'}", "{\"industry\": \"x\"} {}", "{\"industry\": \"x\"}x", "// no\n{\"industry\": \"x\"}",
            "{\"industry\": \"a\", \"industry\": \"b\"}", "{\"industry\": \"a\", \"\\u0069ndustry\": \"b\"}",
            "{\"industry\": \"\\u0000\"}", "{\"industry\": \"a\nb\"}", "{\"industry\": \"\\ud800\"}",
            "{\"industry\": \"\\udc00\\ud800\"}", "{\"industry\": \"\\x41\"}", "{\"x\": 01}", "{\"x\": 1e999}",
            "{\"x\": NaN}", "{\"x\": Infinity}", "{\"x\": 9223372036854775808}", "{\"x\": +1}", "{\"x\": .5}",
            "\u{FEFF}{\"industry\": \"x\"}", nested, nested + "}", String(repeating: "[", count: 60_000),
        ]
        /// What stands between the quotation marks of a string.
        private static let malformedStrings: [[UInt8]] = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0]]
        private static let malformedBodies: [[UInt8]] = [
            "{\"industry\": \"x\"}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, [0x1F, 0x8B, 8, 0, 0],
        ]
        private static var malformed: [[UInt8]] {
            let quoted = malformedStrings.map { Array("{\"industry\": \"".utf8) + $0 + Array("\"}".utf8) }
            return malformedTexts.map { Array($0.utf8) } + quoted + malformedBodies
        }

        @Test func aBodyThatIsNoObjectInStrictJSONIsRefused() throws {
            try changesNothing { visitor in
                for body in Self.malformed {
                    let note = String(decoding: body.prefix(60), as: UTF8.self)
                    let answer = try visitor.client.send("PATCH", Self.profile, bytes: body)
                    expectProblem(answer, 422, note: note)
                    #expect(answer["detail"]?.elements.first?["loc"]?.elements.first == "body", "\(note)")
                }
            }
        }

        private static let refused: [(method: String, path: String, body: String, type: String, loc: String)] = [
            ("PATCH", "user/profile", #"{"full_name": 1}"#, "string_type", "full_name"),
            ("PATCH", "user/profile", #"{"full_name": ["a"]}"#, "string_type", "full_name"),
            ("PATCH", "user/profile", #"{"industry": "ok", "accept_terms": "maybe"}"#, "bool_parsing", "accept_terms"),
            ("PATCH", "user/profile", #"{"accept_terms": 2}"#, "bool_parsing", "accept_terms"),
            ("PATCH", "user/profile", #"{"accept_terms": []}"#, "bool_type", "accept_terms"),
            ("PATCH", "user/profile", #"{"locale": "de"}"#, "literal_error", "locale"),
            ("PATCH", "user/profile", #"{"locale": "EN"}"#, "literal_error", "locale"),
            ("PATCH", "user/studio-config", #"{"seats": 0}"#, "greater_than_equal", "seats"),
            ("PATCH", "user/studio-config", #"{"seats": 1001}"#, "less_than_equal", "seats"),
            ("PATCH", "user/studio-config", #"{"seats": 2.5}"#, "int_from_float", "seats"),
            ("PATCH", "user/studio-config", #"{"seats": "x"}"#, "int_parsing", "seats"),
            ("PATCH", "user/studio-config", #"{"seats": 9007199254740993}"#, "less_than_equal", "seats"),
            ("PATCH", "user/studio-config", #"{"seats": [1]}"#, "int_type", "seats"),
            ("PATCH", "user/studio-config", #"{"languages": "en"}"#, "list_type", "languages"),
            ("PATCH", "user/studio-config", #"{"languages": ["en", "en"]}"#, "value_error", "languages"),
            ("PATCH", "user/studio-config", #"{"languages": ["en", "xx"]}"#, "literal_error", "languages"),
            ("PATCH", "user/studio-config", #"{"workspace_apps": ["a", 1]}"#, "string_type", "workspace_apps"),
            ("PATCH", "user/studio-config", #"{"tone": {"a": 1}}"#, "string_type", "tone"),
            (
                "PATCH", "user/onboarding", #"{"onboarding_vapi_skipped": "2"}"#, "bool_parsing",
                "onboarding_vapi_skipped"
            ),
            ("POST", "vapi-settings", #"{}"#, "missing", "vapi_api_key"),
            ("POST", "vapi-settings", #"{"vapi_api_key": ""}"#, "string_too_short", "vapi_api_key"),
            ("POST", "vapi-settings", #"{"vapi_api_key": null}"#, "string_type", "vapi_api_key"),
            ("POST", "vapi-settings", #"{"vapi_api_key": "a b"}"#, "string_pattern_mismatch", "vapi_api_key"),
            ("POST", "vapi-settings", #"{"vapi_api_key": "a\r\nX: y"}"#, "string_pattern_mismatch", "vapi_api_key"),
            ("POST", "vapi-settings", #"{"vapi_api_key": "clé"}"#, "string_pattern_mismatch", "vapi_api_key"),
            ("POST", "twilio-settings", #"{"account_sid": "AC1"}"#, "missing", "auth_token"),
            (
                "POST", "twilio-settings", #"{"account_sid": "AC1", "auth_token": "t", "phone_number": "0612"}"#,
                "value_error", "phone_number"
            ),
            ("POST", "auth/signup", #"{"email": "a@b", "password": "correct-horse"}"#, "value_error", "email"),
            ("POST", "auth/signup", #"{"email": "a@b.fr", "password": "short"}"#, "string_too_short", "password"),
            ("POST", "auth/signup", #"{"email": "a@b.fr", "password": "Password1!"}"#, "value_error", "password"),
            ("POST", "auth/signup", #"{"email": "a@b.fr", "password": {"a": 1}}"#, "string_type", "password"),
            ("POST", "auth/login", #"{"email": "a@b.fr"}"#, "missing", "password"),
        ]

        @Test func aFaultyFieldIsNamedAndTheWholeRequestRefused() throws {
            try changesNothing { visitor in
                for (method, path, body, type, field) in Self.refused {
                    let answer = try visitor.client.send(method, "/api/v1/" + path, body)
                    expectProblem(answer, 422, note: body)
                    let fault = answer["detail"]?.elements.first
                    #expect(fault?["type"]?.string == type, "\(body)")
                    #expect(fault?["loc"]?.elements.prefix(2).last?.string == field, "\(body)")
                }
            }
        }

        @Test func lengthsCountCharactersAndTheLastOneFits() throws {
            let client = try Visitor().client
            let fitting = [
                String(repeating: "x", count: 255), String(repeating: "é", count: 255),
                String(repeating: "🚀", count: 255), "e" + String(repeating: "\u{301}", count: 254),
                "\u{202E}\u{FEFF}\u{FFFF}👩‍👩‍👧",
            ]
            for text in fitting {
                let answer = try client.send("PATCH", Self.profile, #"{"full_name": "\#(text)"}"#)
                #expect(answer["full_name"]?.string.map { Array($0.utf8) } == Array(text.utf8), "\(text.prefix(5))")
                let longer = try client.send("PATCH", Self.profile, #"{"full_name": "\#(text)\#(text)x"}"#)
                if text.unicodeScalars.count == 255 { expectProblem(longer, 422) }
            }
        }

        @Test func whatLooksLikeSQLIsText() throws {
            let client = try Visitor().client
            for text in [
                "' or 1=1 --", "\\\\'; drop table users; --", "$$E'\\\\x41'$$", "%_%", "$1", "{}", "\\\"", "null",
            ] {
                let answer = try client.send("PATCH", Self.profile, #"{"full_name": "\#(text)"}"#)
                #expect(answer.status == 200)
                #expect(answer["full_name"] == (try JSONValue(#"["\#(text)"]"#)).elements.first)
            }
        }

        @Test(arguments: [
            "x", String(repeating: "A", count: 43), String(repeating: "A", count: 42), "../../etc/passwd", "' or ''='",
            String(repeating: "é", count: 43), "",
        ])
        func anUnknownRefreshTokenIsRefused(token: String) throws {
            try changesNothing { visitor in
                expectProblem(try Visitor.refresh(token, visitor.client), 401)
            }
        }
    }
}
