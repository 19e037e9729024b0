import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// What nginx does by itself.
    @Suite struct FrontTests {
        @Test func whenNoWorkerCanBeReachedItSaysSoAndWhenToComeBack() throws {
            let stack = try EndToEnd.stack()
            let socket = stack.state + "/run/onboarding.sock"
            try FileManager.default.moveItem(atPath: socket, toPath: socket + ".away")
            let answers = Result {
                try ["POST", "PATCH"].map { try stack.client.send($0, "/api/v1/user/profile", "{}") }
            }
            try FileManager.default.moveItem(atPath: socket + ".away", toPath: socket)
            for answer in try answers.get() {
                expectProblem(answer, 503)
                #expect(answer["code"] == "unavailable")
                #expect(answer.header("Retry-After") == "1")
            }
            #expect(try stack.client.send("GET", "/readyz").status == 200)
        }

        /// The number is how many workers get to see the request when each dies with it.
        @Test(arguments: [
            ("GET", "/user/onboarding-state", 3), ("PATCH", "/user/profile", 3), ("PATCH", "/user/studio-config", 3),
            ("PATCH", "/user/onboarding", 3), ("POST", "/user/complete-onboarding", 3), ("POST", "/vapi-settings", 3),
            ("DELETE", "/vapi-settings", 3), ("POST", "/twilio-settings", 3), ("POST", "/auth/login", 3),
            ("POST", "/auth/refresh", 3), ("POST", "/auth/logout", 3), ("POST", "/auth/signup", 1),
            ("POST", "/auth/password", 1), ("POST", "/assistants", 1), ("POST", "/events", 1),
            ("POST", "/vapi-settings/verify", 1), ("POST", "/twilio-settings/verify", 1),
        ])
        func onlyWhatMayHappenTwiceIsSentAgain(method: String, path: String, times: Int) throws {
            let stack = try EndToEnd.stack()
            let worker = try LostWorker(in: stack)
            let answer = Result { try stack.client.send(method, "/api/v1" + path, "{}") }
            try worker.leave()
            expectProblem(try answer.get(), 502, note: path)
            #expect(try answer.get().header("Retry-After") == "1")
            #expect(worker.takeDeliveries() == times, "\(method) \(path)")
        }

        @Test func whatItRefusesItselfNamesTheMethodsThatWork() throws {
            let client = try EndToEnd.stack().client
            let api = try client.send("TRACE", "/api/v1/user/profile")
            expectProblem(api, 405)
            #expect(api.header("Allow") == "GET, HEAD, POST, PATCH, DELETE")
            expectProblem(try client.send("GET", "/api"), 404)
        }

        @Test func theAccessLogNamesThePathAsAskedForAndNoQuery() throws {
            let stack = try EndToEnd.stack()
            let id = "log-\(UUID().uuidString)"
            expectProblem(try stack.client.send("GET", "/nowhere?token=hidden", headers: ["X-Request-ID": id]), 404)
            let line = try #require(try stack.accessLogLine(of: id))
            #expect(line.contains(#""path":"/nowhere""#))
            #expect(!line.contains("hidden"))
        }

        @Test func aSaneRequestIdIsKeptAndAnyOtherReplaced() throws {
            let client = try EndToEnd.stack().client
            let kept = try client.send("GET", "/api/v1/auth/me", headers: ["X-Request-ID": "trace-7.b_1"])
            #expect(kept.header("X-Request-ID") == "trace-7.b_1")
            expectProblem(kept, 401)
            let odd = try client.send("GET", "/api/v1/auth/me", headers: ["X-Request-ID": "a b\"c"])
            #expect(odd.header("X-Request-ID")?.wholeMatch(of: /[0-9a-f]{32}/) != nil)
        }

        @Test func aTokenStandsInNoLog() throws {
            let visitor = try Visitor()
            let token = try #require(visitor.client.token)
            let stack = try EndToEnd.stack()
            let ids = (0..<2).map { _ in "token-\(UUID().uuidString)" }
            let path = "/api/v1/auth/me"
            let inQuery = try visitor.client.with(token: nil)
                .send("GET", "\(path)?access_token=\(token)&token=\(token)", headers: ["X-Request-ID": ids[0]])
            expectProblem(inQuery, 401)
            #expect(try visitor.client.send("GET", path, headers: ["X-Request-ID": ids[1]]).status == 200)
            for id in ids { #expect(try stack.accessLogLine(of: id) != nil) }
            #expect(try !stack.logs().contains(token))
        }
    }
}
