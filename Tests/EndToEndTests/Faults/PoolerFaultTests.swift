import Foundation
import JSON
import Platform
import Support
import Testing

extension EndToEnd {
    /// PgBouncer in transaction mode stands in front of PostgreSQL.
    @Suite struct PoolerFaultTests {
        @Test func behindAPoolerEverythingWorksAndItsRestartCostsNothing() throws {
            let shared = try EndToEnd.stack()
            let values = try shared.values()
            let credentials = try #require(values["DATABASE_URL"]).split(separator: "/")[1].dropLast().split(
                separator: ":"
            )
            let pooler = try Pooler(
                host: "\(shared.state)/pg",
                user: String(credentials[0]),
                password: String(credentials[1]),
                database: "ava",
                size: 2
            )
            defer { pooler.finish() }
            let stack = try EndToEnd.ownStack(
                workers: 6,
                settings: [
                    "DATABASE_URL": pooler.url(user: "ava_app", database: "ava"),
                    "DATABASE_PREPARED_STATEMENTS": "off",
                ]
            )
            defer { try? stack.finish() }

            let visitor = try Visitor(on: stack)
            func call(_ method: String, _ path: String, _ body: String? = nil) throws -> HTTPAnswer {
                let answer = try visitor.client.send(method, "/api/v1" + path, body)
                #expect([200, 204].contains(answer.status), "\(method) \(path): \(answer.text)")
                return answer
            }
            _ = try call("PATCH", "/user/profile", #"{"full_name": "Ada", "accept_terms": true}"#)
            _ = try call("PATCH", "/user/studio-config", #"{"languages": ["en"], "seats": 2}"#)
            _ = try call("POST", "/vapi-settings", #"{"vapi_api_key": "sk-12345678"}"#)
            _ = try call("PATCH", "/user/onboarding", #"{"onboarding_twilio_skipped": true}"#)
            _ = try call("POST", "/user/complete-onboarding")
            #expect(try call("GET", "/user/onboarding-state")["completed"] == true)
            #expect(try Visitor.refresh(visitor.refreshToken, stack.client).status == 200)
            #expect(try call("POST", "/auth/logout").status == 204)

            let load = try FaultLoad(on: stack, customers: 6)
            #expect(load.waitForSuccesses(100))
            pooler.kill()
            #expect(load.waitForRefusals(1))
            try pooler.start()
            let back = MonotonicClock.now
            #expect(load.waitForSuccesses(100))
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: back)
        }
    }
}
