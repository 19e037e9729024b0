import Foundation
import JSON
import Support
import Testing

extension Routes {
    /// Access tokens, refresh tokens and the sessions that they belong to.
    @Suite struct SessionTests {
        private static let me = "/api/v1/auth/me"

        private func isAlive(_ answer: HTTPAnswer, _ client: ServiceClient) throws -> Bool {
            try client.with(token: answer["access_token"]?.string).send("GET", Self.me).status == 200
        }

        @Test func withoutATokenNothingIsShown() throws {
            let answer = try Service.client.send("GET", Self.me)
            expectProblem(answer, 401)
            #expect(answer["detail"] == "Not authenticated")
            #expect(answer.header("WWW-Authenticate") == "Bearer")
        }

        @Test func wrongUnknownAndDisabledAreAnsweredAlike() throws {
            let visitor = try Visitor()
            let disabled = try Visitor()
            _ = try Service.database.texts("update users set is_active = false where id = \(disabled.id)")
            let bodies = [
                Visitor.credentials(visitor.email, "wrong-password"),
                Visitor.credentials("nobody-\(UUID().uuidString)@example.com"),
                Visitor.credentials(disabled.email),
                Visitor.credentials("not an address"),
                Visitor.credentials(visitor.email, ""),
            ]
            let headers = ["X-Request-ID": "same"]
            let answers = try bodies.map { try Service.client.send("POST", "/api/v1/auth/login", $0, headers: headers) }
            for answer in answers {
                expectProblem(answer, 401)
                #expect(answer.body == answers[0].body)
            }
            #expect(answers[0]["detail"] == "Invalid credentials")
            let dead = try disabled.client.send("GET", Self.me)
            expectProblem(dead, 401)
            #expect(dead["detail"] == "Invalid token")
        }

        @Test func aRefreshTokenIsGoodForOneUseAndATokenBeforeThePreviousOneEndsTheSession() throws {
            let visitor = try Visitor()
            let first = try Visitor.refresh(visitor.refreshToken, visitor.client)
            #expect(first.status == 200)
            let token = try #require(first["refresh_token"]?.string)
            #expect(token != visitor.refreshToken)
            let second = try Visitor.refresh(token, visitor.client)
            #expect(second.status == 200)
            #expect(try isAlive(second, visitor.client))
            expectProblem(try Visitor.refresh(visitor.refreshToken, visitor.client), 401)
            let newest = try #require(second["refresh_token"]?.string)
            expectProblem(try Visitor.refresh(newest, visitor.client), 401)
            #expect(try !isAlive(second, visitor.client))
            #expect(try visitor.logIn().status == 200)
        }

        @Test func thePreviousTokenWorksForHalfAMinuteAndYieldsTheSameSuccessor() throws {
            let visitor = try Visitor()
            let first = try Visitor.refresh(visitor.refreshToken, visitor.client)
            let again = try Visitor.refresh(visitor.refreshToken, visitor.client)
            #expect(again.status == 200)
            #expect(again["refresh_token"] == first["refresh_token"])
            let age = """
                update refresh_tokens set rotated_at = rotated_at - interval '31 seconds'
                 where session_id in (select id from sessions where user_id = \(visitor.id))
                """
            _ = try Service.database.texts(age)
            expectProblem(try Visitor.refresh(visitor.refreshToken, visitor.client), 401)
            let successor = try #require(first["refresh_token"]?.string)
            expectProblem(try Visitor.refresh(successor, visitor.client), 401)
        }

        @Test func sixtyFourRefreshesAtOnceLeaveOneLineage() throws {
            let visitor = try Visitor()
            let answers = try inParallel(64) { _ in try Visitor.refresh(visitor.refreshToken, visitor.client) }
            #expect(answers.allSatisfy { $0.status == 200 }, "\(Set(answers.map(\.status)))")
            let successors = Set(answers.compactMap { $0["refresh_token"]?.string })
            #expect(successors.count == 1)
            let live = """
                select count(*)::text from refresh_tokens t join sessions s on s.id = t.session_id
                 where s.user_id = \(visitor.id) and s.ended_at is null and t.rotated_at is null
                """
            #expect(try Service.database.text(live) == "1")
            let next = try Visitor.refresh(try #require(successors.first), visitor.client)
            #expect(next.status == 200)
        }

        @Test func sixtyFourSignUpsOfOneAddressOpenOneAccount() throws {
            let client = try Service.client
            let email = "race-\(UUID().uuidString.lowercased())@example.com"
            let statuses = try inParallel(64) { number in
                let spelling = number.isMultiple(of: 2) ? email : email.uppercased()
                return try client.send("POST", "/api/v1/auth/signup", Visitor.credentials(spelling)).status
            }
            #expect(statuses.filter { $0 == 201 }.count == 1)
            #expect(statuses.filter { $0 == 409 }.count == 63, "\(statuses)")
            let count = "select count(*)::text from users where lower(email) = '\(email)'"
            #expect(try Service.database.text(count) == "1")
        }

        @Test func logoutTakesEffectAtOnceAndOnlyForItsSession() throws {
            let visitor = try Visitor()
            let other = try visitor.logIn()
            #expect(try visitor.client.send("POST", "/api/v1/auth/logout").status == 204)
            expectProblem(try visitor.client.send("GET", Self.me), 401)
            expectProblem(try Visitor.refresh(visitor.refreshToken, visitor.client), 401)
            expectProblem(try visitor.client.send("POST", "/api/v1/auth/logout"), 401)
            #expect(try isAlive(other, visitor.client))
        }

        @Test func withTheCookieTheRefreshTokenNeverStandsInABody() throws {
            let visitor = try Visitor()
            let answer = try visitor.logIn(#", "cookie": true, "remember": true"#)
            #expect(answer["refresh_token"] == nil as JSONValue)
            let cookie = try #require(answer.header("Set-Cookie"))
            #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"))
            #expect(cookie.contains("; Path=/api/v1/auth") && cookie.contains("; Max-Age=2592000"))
            #expect(!cookie.contains("Secure"), "over plain HTTP a Secure cookie would never come back")
            let value = try #require(answer.cookie("ava_refresh"))
            let next = try visitor.client.with(token: nil).send(
                "POST",
                "/api/v1/auth/refresh",
                headers: ["Cookie": "a=b; ava_refresh=\(value)"]
            )
            #expect(next.status == 200)
            #expect(next["refresh_token"] == nil as JSONValue)
            #expect(next.cookie("ava_refresh") != value)
            let out = try visitor.client.with(token: next["access_token"]?.string).send(
                "POST",
                "/api/v1/auth/logout",
                headers: ["Cookie": "ava_refresh=\(value)"]
            )
            #expect(out.status == 204)
            #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
        }

        @Test(arguments: [(#", "remember": true"#, 30), (#", "remember": false"#, 7), ("", 7)])
        func rememberDecidesHowLongASessionLives(more: String, days: Int) throws {
            let visitor = try Visitor()
            #expect(try visitor.logIn(more).status == 200)
            let query = """
                select round(extract(epoch from expires_at - now()) / 86400)::int::text from sessions
                 where user_id = \(visitor.id) order by created_at desc limit 1
                """
            #expect(try Service.database.text(query) == "\(days)")
        }

        @Test func anExpiredSessionIsOverForItsTokens() throws {
            let visitor = try Visitor()
            let expire = "update sessions set expires_at = now() - interval '1 second' where user_id = \(visitor.id)"
            _ = try Service.database.texts(expire)
            expectProblem(try visitor.client.send("GET", Self.me), 401)
            expectProblem(try Visitor.refresh(visitor.refreshToken, visitor.client), 401)
        }

        @Test func guessesAreCountedPerAccountWhoeverAsks() throws {
            let visitor = try Visitor()
            let wrong = Visitor.credentials(visitor.email, "wrong-password")
            let statuses = try (0..<21).map { number in
                try visitor.client.send(
                    "POST",
                    "/api/v1/auth/login",
                    wrong,
                    headers: ["X-Forwarded-For": "10.0.0.\(number)"]
                ).status
            }
            #expect(statuses == Array(repeating: 401, count: 20) + [429])
            let right = try visitor.logIn()
            expectProblem(right, 429)
            #expect(right.header("Retry-After").flatMap { Int($0) }.map { (1...900).contains($0) } == true)
        }
    }
}
