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
