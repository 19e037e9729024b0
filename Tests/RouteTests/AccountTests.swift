import Foundation
import JSON
import Support
import Testing

extension Routes {
    /// The list of sessions, ending one of them, and the change of a password.
    @Suite struct AccountTests {
        private static let sessions = "/api/v1/auth/sessions"
        private static let password = "/api/v1/auth/password"

        private static func change(_ current: String, _ new: String) -> String {
            #"{"current_password": "\#(current)", "new_password": "\#(new)"}"#
        }

        @Test func theListShowsTheCallersLiveSessionsAndTheCurrentOne() throws {
            let visitor = try Visitor()
            _ = try visitor.logIn()
            let list = try visitor.client.send("GET", Self.sessions, headers: ["User-Agent": "test/1"])
            let entries = try #require(list.json?.elements)
            #expect(entries.count == 2)
            #expect(entries.filter { $0["current"] == true }.count == 1)
            #expect(entries.allSatisfy { $0["id"]?.string != nil && $0["created_at"]?.string != nil })
        }

        @Test func aSessionCanBeEndedByItsOwnerAlone() throws {
            let visitor = try Visitor()
            let stranger = try Visitor()
            let other = try visitor.logIn()
            let list = try #require(visitor.client.send("GET", Self.sessions).json?.elements)
            let id = try #require(list.first { $0["current"] == false }?["id"]?.string)
            expectProblem(try stranger.client.send("DELETE", "\(Self.sessions)/\(id)"), 404)
            let unknown = UUID().uuidString.lowercased()
            expectProblem(try visitor.client.send("DELETE", "\(Self.sessions)/\(unknown)"), 404)
            let otherClient = visitor.client.with(token: other["access_token"]?.string)
            #expect(try otherClient.send("GET", "/api/v1/auth/me").status == 200)
            #expect(try visitor.client.send("DELETE", "\(Self.sessions)/\(id.uppercased())").status == 204)
            expectProblem(try otherClient.send("GET", "/api/v1/auth/me"), 401)
            expectProblem(try visitor.client.send("DELETE", "\(Self.sessions)/\(id)"), 404)
        }

        @Test(arguments: [
            "x", "0", "-1", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "{7d1f4c9e-5e0b-4a57-9f2e-0c1d2e3f4a5b}", "7d1f4c9e5e0b4a579f2e0c1d2e3f4a5b",
            "7d1f4c9e-5e0b-4a57-9f2e-0c1d2e3f4a5", "7d1f4c9e-5e0b-4a57-9f2e-0c1d2e3f4a5b0",
            "7d1f4c9e-5e0b-4a57-9f2e-0c1d2e3f4a5b%0a", "'%20or%201=1--",
        ])
        func anIdThatIsNoneIsNotFound(id: String) throws {
            let visitor = try Visitor()
            expectProblem(try visitor.client.send("DELETE", "\(Self.sessions)/\(id)"), 404, note: id)
            #expect(try visitor.client.send("GET", Self.sessions).json?.elements.count == 1)
        }

        @Test func anotherPasswordEndsEveryOtherSession() throws {
            let visitor = try Visitor()
            let other = try visitor.logIn()
            let new = "another-good-password"
            let answer = try visitor.client.send("POST", Self.password, Self.change(Visitor.password, new))
            #expect(answer.status == 204)
            #expect(try visitor.client.send("GET", "/api/v1/auth/me").status == 200)
            let otherClient = visitor.client.with(token: other["access_token"]?.string)
            expectProblem(try otherClient.send("GET", "/api/v1/auth/me"), 401)
            expectProblem(try Visitor.refresh(try #require(other["refresh_token"]?.string), visitor.client), 401)
            expectProblem(try visitor.logIn(), 401)
            let body = Visitor.credentials(visitor.email, new)
            #expect(try visitor.client.with(token: nil).send("POST", "/api/v1/auth/login", body).status == 200)
        }

        @Test(arguments: [
            (change("wrong-password", "another-good-password"), 403), (change(Visitor.password, "short"), 422),
            (change(Visitor.password, "password123"), 422),
            (change(Visitor.password, String(repeating: "x", count: 600)), 422),
            (#"{"new_password": "another-good-password"}"#, 422),
        ])
        func aChangeThatIsRefusedChangesNothing(body: String, status: Int) throws {
            let visitor = try Visitor()
            let database = try Service.database
            let before = try database.snapshot()
            let answer = try visitor.client.send("POST", Self.password, body)
            expectProblem(answer, status)
            #expect(!answer.text.contains("another-good-password") && !answer.text.contains(Visitor.password))
            #expect(try database.snapshot() == before)
        }

        /// Bytes beyond the 72nd count, spaces count, and what looks alike but is other text is another password.
        @Test(arguments: [
            (String(repeating: "long-pass-", count: 9), String(repeating: "long-pass-", count: 8) + "long-pasS-"),
            (" spaces around ", "spaces around"), ("caf\u{E9} au lait", "cafe\u{301} au lait"),
            (String(repeating: "unusual", count: 10) + "ab", String(repeating: "unusual", count: 10) + "abc"),
        ])
        func passwordsAreComparedInFull(password: String, other: String) throws {
            let client = try Service.client
            let email = "p-\(UUID().uuidString.lowercased())@example.com"
            let signup = try client.send("POST", "/api/v1/auth/signup", Visitor.credentials(email, password))
            #expect(signup.status == 201, "\(signup.text)")
            expectProblem(try client.send("POST", "/api/v1/auth/login", Visitor.credentials(email, other)), 401)
            let right = try client.send("POST", "/api/v1/auth/login", Visitor.credentials(email, password))
            #expect(right.status == 200)
        }
    }
}
