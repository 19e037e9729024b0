import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// The connection to PostgreSQL breaks in the middle of a result, or delivers it in crumbs.
    @Suite struct BrokenResultFaultTests {
        private static let path = "/api/v1/user/onboarding-state"

        /// At every length at which the connection can break, the client gets all or an honest error.
        @Test func noPartOfAResultIsEverTakenForTheWhole() throws {
            let path = try ProxiedStack(workers: 1)
            defer { path.finish() }
            let client = try Visitor(on: path.stack).client
            let whole = try client.send("GET", Self.path)
            #expect(whole.status == 200)
            for length in [0, 1, 4, 5, 6, 50, 200, 400, 600] {
                path.proxy.behave(.reset(afterBytes: length))
                let answer = try client.send("GET", Self.path)
                if answer.status == 200 {
                    #expect(answer.json == whole.json, "after \(length) bytes")
                } else {
                    expectProblem(answer, 503, note: "after \(length) bytes")
                    #expect(answer.header("Retry-After") != nil)
                }
            }
            #expect(path.proxy.resets >= 9)
            path.proxy.behave(.forward)
            let later = try client.send("GET", Self.path)
            #expect(later.status == 200)
            #expect(later.json == whole.json)
        }

        /// The server has committed, and the news of it is lost: what may be repeated has its effect once, what may not is
        /// a 503, and trying again tells what became of it.
        @Test func aLostConfirmationNeitherDoublesNorHidesAWrite() throws {
            let path = try ProxiedStack(workers: 1)
            defer { path.finish() }
            let client = try Visitor(on: path.stack).client
            let written = try loseConfirmation(path) {
                try client.send("PATCH", "/api/v1/user/profile", #"{"industry": "once"}"#)
            }
            #expect(written.status == 200)
            #expect(written["industry"] == "once")

            let email = "lost-\(UUID().uuidString.lowercased())@example.com"
            let signUp: @Sendable () throws -> HTTPAnswer = {
                try client.with(token: nil).send("POST", "/api/v1/auth/signup", Visitor.credentials(email))
            }
            let answer = try loseConfirmation(path, signUp)
            expectProblem(answer, 503)
            let accounts = "select count(*)::text from users where email = '\(email)'"
            #expect(try EndToEnd.stack().database().text(accounts) == "1")
            expectProblem(try signUp(), 409)
            let login = try client.with(token: nil).send("POST", "/api/v1/auth/login", Visitor.credentials(email))
            #expect(login.status == 200)
        }

        /// Cuts the connection when the first answer to what `request` makes the worker send comes back.
        private func loseConfirmation(
            _ path: ProxiedStack,
            _ request: @escaping @Sendable () throws -> HTTPAnswer
        ) throws -> HTTPAnswer {
            #expect(try path.stack.client.send("GET", "/readyz").status == 200, "the worker has its connection")
            let before = path.proxy.resets
            path.proxy.behave(.reset(afterBytes: 0))
            let answer = Background(request)
            #expect(eventually { path.proxy.resets > before })
            path.proxy.behave(.forward)
            return try answer.wait()
        }

        /// One reset while customers work: what may be repeated is repeated, and nobody notices.
        @Test func aResetConnectionIsReplacedWithoutAnError() throws {
            let path = try ProxiedStack(workers: 2)
            defer { path.finish() }
            let load = try FaultLoad(on: path.stack, customers: 2, signsUp: false)
            for _ in 0..<5 {
                #expect(load.waitForSuccesses())
                let before = path.proxy.resets
                path.proxy.behave(.reset(afterBytes: 100))
                #expect(eventually { path.proxy.resets > before })
                path.proxy.behave(.forward)
            }
            #expect(load.waitForSuccesses())
            expectHonest(try load.stop())
        }

        @Test(arguments: [FaultProxy.Behaviour.slice, .trickle(bytesPerSecond: 10_240)])
        func aResultThatComesInCrumbsArrivesWhole(behaviour: FaultProxy.Behaviour) throws {
            let path = try ProxiedStack(workers: 1)
            defer { path.finish() }
            let client = try Visitor(on: path.stack).client
            let whole = try client.send("GET", Self.path)
            path.proxy.behave(behaviour)
            for _ in 0..<3 {
                let answer = try client.send("GET", Self.path)
                #expect(answer.status == 200)
                #expect(answer.json == whole.json)
            }
            let written = try client.send("PATCH", "/api/v1/user/profile", #"{"industry": "crumbs"}"#)
            #expect(written["industry"] == "crumbs")
        }
    }
}
