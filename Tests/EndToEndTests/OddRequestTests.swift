import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// Requests that are odd before they reach the application: they get their status as JSON and change nothing.
    @Suite struct OddRequestTests {
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

        @Test func aHalfSentBodyChangesNothing() throws {
            try changesNothing { visitor in
                let body = Array(#"{"industry": "planted"}"#.utf8)
                let id = "half-\(UUID().uuidString)"
                let headers = ["Content-Length": "\(body.count + 5)", "X-Request-ID": id]
                // The connection ends with this statement.
                try HTTPConnection(port: visitor.client.port)
                    .write(visitor.client.encoded("PATCH", Self.profile, body, headers))
                let line = try EndToEnd.stack().accessLogLine(of: id)
                #expect(line?.contains(#""status":"400""#) == true, "\(line ?? "it was not noticed")")
            }
        }
    }
}
