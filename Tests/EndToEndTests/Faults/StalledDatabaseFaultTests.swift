import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// PostgreSQL is there and says nothing, or the way to it swallows everything.
    @Suite struct StalledDatabaseFaultTests {
        @Test func aStoppedServerIsAnsweredForInTimeAndFoundAgain() throws {
            let stack = try EndToEnd.stack()
            let processes = try stack.server().processes
            try underLoad(stack) {
                for process in processes { kill(process, SIGSTOP) }
            } end: {
                for process in processes { kill(process, SIGCONT) }
            }
        }

        @Test func aPathThatSwallowsEverythingIsAnsweredForInTimeAndFoundAgain() throws {
            let path = try ProxiedStack()
            defer { path.finish() }
            try underLoad(path.stack) {
                path.proxy.behave(.hold)
            } end: {
                path.proxy.behave(.forward)
            }
        }

        /// The way to the database is there and every packet on it vanishes: the kernel sends again, ever more rarely.
        @Test func aNetworkThatSwallowsEveryPacketIsAnsweredForInTimeAndFoundAgain() throws {
            let stack = try EndToEnd.ownStack(workers: 4)
            defer { try? stack.finish() }
            let namespace = try NetworkNamespace()
            defer { namespace.close() }
            let proxy = try ProxiedStack.proxy(in: namespace)
            defer { proxy.close() }
            var environment = try OwnManager.environment(stack)
            environment["DATABASE_URL"] = try ProxiedStack.url(through: proxy)
            try OwnManager.stop(stack)
            _ = try OwnManager(on: stack, environment: environment, workers: 4, prefix: namespace.prefix)
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            try underLoad(stack) {
                try namespace.swallow()
            } end: {
                // What was refused must not arrive after what is accepted next.
                #expect(try namespace.socketsSendingAfterTheirEnd() == 0)
                try namespace.deliver()
            }
            #expect(proxy.accepted > 0)
        }

        /// What a customer sends first, to a server that does not read it, and then, to one that does.
        struct Change: Sendable {
            let method: String
            let path: String
            var body: String?
        }

        /// The process that serves one worker's connection gets no time, while the others do.
        @Test(arguments: [
            (
                Change(method: "PATCH", path: "/api/v1/user/profile", body: #"{"industry": "refused"}"#),
                Change(method: "PATCH", path: "/api/v1/user/profile", body: #"{"industry": "accepted"}"#)
            ),
            (
                Change(method: "POST", path: "/api/v1/vapi-settings", body: #"{"vapi_api_key": "sk-12345678"}"#),
                Change(method: "DELETE", path: "/api/v1/vapi-settings")
            ),
            (
                Change(
                    method: "PATCH",
                    path: "/api/v1/user/onboarding",
                    body: #"{"onboarding_vapi_skipped": true, "onboarding_twilio_skipped": true}"#
                ),
                Change(method: "PATCH", path: "/api/v1/user/onboarding", body: #"{"onboarding_vapi_skipped": false}"#)
            ),
        ])
        func aWriteThatWasRefusedIsNotMadeLaterOverOneThatWasAccepted(refused: Change, accepted: Change) throws {
            let stack = try EndToEnd.ownStack(workers: 1, settings: ["REQUEST_DEADLINE": "1s"])
            defer { try? stack.finish() }
            let visitor = try Visitor(on: stack)
            let client = visitor.client
            let backend = try #require(Int32(backendOfTheOnlyWorker(visitor)))
            kill(backend, SIGSTOP)
            defer { kill(backend, SIGCONT) }
            expectProblem(try client.send(refused.method, refused.path, refused.body), 503)
            #expect(try client.send(accepted.method, accepted.path, accepted.body).status == 200)
            let state = try client.send("GET", accepted.path).text
            kill(backend, SIGCONT)
            #expect(eventually { !FileManager.default.fileExists(atPath: "/proc/\(backend)") })
            #expect(try client.send("GET", accepted.path).text == state)
        }

        /// It is the one that waits while the visitor's row is locked.
        private func backendOfTheOnlyWorker(_ visitor: Visitor) throws -> String {
            let other = try Session(try #require(try EndToEnd.stack().values()["DATABASE_OWNER_URL"]))
            try other.run("begin; select from users where id = \(visitor.id) for update;")
            let answer = Background {
                try visitor.client.send("PATCH", "/api/v1/user/profile", #"{"industry": "first"}"#)
            }
            let backend = try #require(try EndToEnd.stack().database().waitUntilALockIsWaitedFor())
            try other.run("rollback;")
            #expect(try answer.wait().status == 200)
            return backend
        }

        /// Twice as many customers as workers: half of them wait in the queue of a worker that waits itself.
        private func underLoad(_ stack: RunningStack, begin: () throws -> Void, end: () throws -> Void) throws {
            let load = try FaultLoad(on: stack, customers: 8, signsUp: false)
            #expect(load.waitForSuccesses())
            try begin()
            let refused = load.waitForRefusals(40)
            try end()
            let back = MonotonicClock.now
            #expect(refused)
            #expect(load.waitForSuccesses(50, after: back + .seconds(1)))
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: back + .seconds(1), firstSuccessWithin: .milliseconds(500))
        }
    }
}
