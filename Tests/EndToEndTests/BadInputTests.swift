import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// Bad input gets its status as JSON, changes nothing, and never ends in a 5xx.
    @Suite struct BadInputTests {
        /// Runs `requests` as one visitor and expects that nothing in the database has changed.
        private func changesNothing(_ requests: (Visitor) throws -> Void) throws {
            let visitor = try Visitor()
            let database = try EndToEnd.stack().database()
            let before = try database.snapshot()
            try requests(visitor)
            #expect(try database.snapshot() == before)
        }

        private static let profile = "/api/v1/user/profile"

        @Test func oddMethodsAreRefused() throws {
            try changesNothing { visitor in
                expectProblem(try visitor.client.send("TRACE", Self.profile), 405)
                expectProblem(try visitor.client.send("CONNECT", Self.profile), 400, 405)
                expectProblem(try visitor.client.send("get", Self.profile), 400)
                expectProblem(try visitor.client.send(String(repeating: "A", count: 1024), Self.profile), 400, 405)
                expectProblem(try visitor.client.send("PROPFIND", Self.profile), 405)
            }
        }

        @Test(arguments: [
            "//api/v1/user/profile", "/api/v1//user/profile", "/api/v1/./user/profile", "/api/v1/x/../user/profile",
            "/%2e%2e/api/v1/user/profile", "/api/v1/user%2fprofile", "/api/v1/user/profile%00",
            "/api/v1/user/profile%0d%0aX:1", "/api/v1/user/%ff", "/api/v1/user/%c0%af", "/API/v1/user/profile",
            "/api/v1/user/profil%65", "/api/v1/user/profile;x", "/api/v1/user", "/api/v2/user/profile", "/api", "/api/",
            "/api/v1/user/profile/1", "/../../etc/passwd", "/.git/config",
        ])
        func aPathHasOneSpelling(path: String) throws {
            expectProblem(try Visitor().client.send("GET", path), 400, 404, note: path)
        }

        @Test func aQueryIsOfNoConsequence() throws {
            let client = try Visitor().client
            let many = (0..<300).map { "k\($0)=\($0)" }.joined(separator: "&")
            for query in ["?a=1&a=2&a[]=3;b=%", "?%u0041", "?", "?" + many, "?token=x"] {
                #expect(try client.send("GET", Self.profile + query).status == 200, "\(query.prefix(20))")
            }
            expectProblem(try client.send("GET", Self.profile + "?" + String(repeating: "k=v&", count: 10_000)), 414)
        }

        @Test(arguments: ["-1", "+33", "0x21", "33, 33", "9223372036854775808", "99999999999999999999999", "3 3", "a"])
        func aStrangeContentLengthIsRefused(length: String) throws {
            try changesNothing { visitor in
                let body = #"{"industry": "planted"}"#
                let answer = try visitor.client.raw(
                    "PATCH \(Self.profile) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + "\(visitor.client.token ?? "")\r\nContent-Length: \(length)\r\n\r\n\(body)"
                )
                expectProblem(answer, 400, 413, note: length)
            }
        }

        @Test func framingThatTwoPartiesMightReadDifferentlyIsRefused() throws {
            try changesNothing { visitor in
                let head =
                    "PATCH \(Self.profile) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + "\(visitor.client.token ?? "")\r\n"
                let body = #"{"industry": "planted"}"#
                let chunks = "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
                let both = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)"
                expectProblem(try visitor.client.raw(head + both), 400)
                let twice = "Content-Length: \(body.utf8.count)\r\nContent-Length: 3\r\n\r\n\(body)"
                expectProblem(try visitor.client.raw(head + twice), 400)
                let unknown = "Transfer-Encoding: gzip\r\n\r\n\(chunks)"
                expectProblem(try visitor.client.raw(head + unknown), 400, 501)
                expectProblem(try visitor.client.raw("GET / HTTP/1.1\r\n\r\n"), 400)
                expectProblem(try visitor.client.raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400)
                expectProblem(try visitor.client.raw("GET \(Self.profile) HTTP/9.9\r\nHost: a\r\n\r\n"), 400, 505)
            }
        }

        @Test func aChunkedBodyIsTakenAsAnyOther() throws {
            let visitor = try Visitor()
            let body = #"{"industry": "tech"}"#
            let answer = try visitor.client.raw(
                "PATCH \(Self.profile) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + "\(visitor.client.token ?? "")\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "\(String(body.utf8.count, radix: 16));name=value\r\n\(body)\r\n0\r\nTrailer: x\r\n\r\n"
            )
            #expect(answer.status == 200)
            #expect(answer["industry"] == "tech")
        }

        @Test func aBodyOverTheLimitIsRefusedAndOneAtTheLimitIsRead() throws {
            try changesNothing { visitor in
                func body(_ size: Int) -> String { #"{"x": ""# + String(repeating: "x", count: size - 9) + "\"}" }
                #expect(body(65_536).utf8.count == 65_536)
                #expect(try visitor.client.send("PATCH", Self.profile, body(65_536)).status == 200)
                expectProblem(try visitor.client.send("PATCH", Self.profile, body(65_537)), 413)
                expectProblem(try visitor.client.send("PATCH", Self.profile, body(1_000_000)), 413)
            }
        }

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

        @Test func spoofedHeadersChangeNothing() throws {
            let visitor = try Visitor()
            let other = try Visitor()
            let headers = [
                "X-User-Id": "\(other.id)", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "evil.example",
                "X-Forwarded-Proto": "https", "Forwarded": "for=127.0.0.1", "X-Real-IP": "127.0.0.1",
                "Proxy": "http://evil.example", "X_User_Id": "\(other.id)", "If-None-Match": "\"x",
                "Range": "bytes=0-1",
                "Cookie": (0..<300).map { "c\($0)=v" }.joined(separator: "; "),
            ]
            let answer = try visitor.client.send("GET", Self.profile, headers: headers)
            #expect(answer.status == 200)
            #expect(answer["id"]?.integer == visitor.id)
            let long = String(repeating: "c=v; ", count: 20_000)
            expectProblem(try visitor.client.send("GET", Self.profile, headers: ["Cookie": long]), 400, 431)
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

        @Test func aHalfSentBodyChangesNothing() throws {
            try changesNothing { visitor in
                let connection = try HTTPConnection(port: visitor.client.port)
                let body = Array(#"{"industry": "planted"}"#.utf8)
                let request = visitor.client.encoded(
                    "PATCH",
                    Self.profile,
                    body,
                    ["Content-Length": "\(body.count + 5)"]
                )
                try connection.write(request)
            }
        }
    }
}
