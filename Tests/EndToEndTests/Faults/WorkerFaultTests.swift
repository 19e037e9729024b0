import Foundation
import JSON
import Platform
import Support
import Testing

extension EndToEnd {
    /// Something happens to a worker while it has a request in hand, or none.
    @Suite struct WorkerFaultTests {
        private static let body = #"{"vapi_api_key": "sk-12345678"}"#

        /// The worker cannot even answer that it is late: the manager ends it, and nginx asks another one.
        @Test func aStoppedWorkerIsEndedAtTheDeadlineWhileOthersServe() throws {
            let stack = try EndToEnd.ownStack(workers: 1, settings: ["REQUEST_DEADLINE": "500ms"])
            defer { try? stack.finish() }
            try withRequestInHand(on: stack) { worker, _, answer, release in
                kill(worker, SIGSTOP)
                #expect(try OwnManager.control(stack, "scale", "3").status == 0)
                #expect(eventually { stack.workerProcesses.count == 3 })
                try release()
                for _ in 0..<20 { #expect(try stack.client.send("GET", "/readyz").status == 200) }
                #expect(eventually(within: .seconds(6)) { !stack.workerProcesses.contains(worker) })
                #expect(try answer.wait().status == 200)
                #expect(try stack.workerLog().contains("its request took too long"))
            }
        }

        @Test func aCrashedWorkersRequestIsNamedInTheLogAndAnsweredByAnother() throws {
            let stack = try EndToEnd.ownStack(workers: 1)
            defer { try? stack.finish() }
            try withRequestInHand(on: stack) { worker, backend, answer, release in
                kill(worker, SIGSEGV)
                #expect(eventually { !stack.workerProcesses.contains(worker) && !stack.workerProcesses.isEmpty })
                let server = try EndToEnd.stack().database()
                let backends = "select '1' from pg_stat_activity where pid = \(backend)"
                #expect(try eventually(within: .seconds(2)) { try server.text(backends) == nil })
                try release()
                #expect(try answer.wait().status == 200)
                let lines = try stack.workerLog().split(separator: "\n")
                let line = lines.first { $0.contains("The request of a worker that died.") }
                #expect(line?.contains("in-hand-request") == true, "\(line ?? "no line")")
            }
        }

        /// An idle worker that is stopped still gets woken for a request, and does not come.
        @Test func aStoppedIdleWorkerKeepsNobodyWaiting() throws {
            let stack = try EndToEnd.ownStack(workers: 2)
            defer { try? stack.finish() }
            let victim = try #require(stack.workerProcesses.first)
            kill(victim, SIGSTOP)
            for _ in 0..<30 {
                let start = MonotonicClock.now
                #expect(try stack.client.send("GET", "/readyz").status == 200)
                #expect(MonotonicClock.now - start < .seconds(2))
            }
            kill(victim, SIGCONT)
            #expect(try stack.client.send("GET", "/readyz").status == 200)
        }

        /// The database has committed and the worker has not said so yet.
        @Test func aWorkerKilledBetweenCommitAndAnswerNeitherDoublesNorHidesAWrite() throws {
            let path = try ProxiedStack(workers: 1)
            defer { path.finish() }
            let visitor = try Visitor(on: path.stack)
            let written = try killAfterCommit(
                path,
                "select '1' from users where id = \(visitor.id) and industry = 'kept'"
            ) {
                try visitor.client.send("PATCH", "/api/v1/user/profile", #"{"industry": "kept"}"#)
            }
            #expect(written.status == 200, "it may be repeated, and is: \(written.text)")
            #expect(written["industry"] == "kept")

            let email = "kept-\(UUID().uuidString.lowercased())@example.com"
            let signUp: @Sendable () throws -> HTTPAnswer = {
                try path.stack.client.send("POST", "/api/v1/auth/signup", Visitor.credentials(email))
            }
            let accounts = "select '1' from users where email = '\(email)'"
            expectProblem(try killAfterCommit(path, accounts, signUp), 502)
            #expect(try EndToEnd.stack().database().texts(accounts).count == 1)
            expectProblem(try signUp(), 409)
            let login = try path.stack.client.send("POST", "/api/v1/auth/login", Visitor.credentials(email))
            #expect(login.status == 200)
        }

        @Test func aWorkerThatTheKernelEndsForItsMemoryIsReplacedAloneAndNobodyNotices() throws {
            let stack = try EndToEnd.ownStack(workers: 3)
            defer { try? stack.finish() }
            let client = try Visitor(on: stack).client
            let before = stack.workerProcesses
            let victim = try #require(before.first)
            let group = try ControlGroup(of: .memory, limit: 16_384)
            defer { group.remove() }
            try group.add(victim)
            let body = #"{"industry": "large"}"# + String(repeating: " ", count: 60_000)
            let isGone = try eventually {
                // So many at a time that each worker gets one.
                let answers = (0..<6).map { _ in
                    Background { try client.send("PATCH", "/api/v1/user/profile", body) }
                }
                let statuses = try answers.map { try $0.wait().status }
                #expect(statuses == Array(repeating: 200, count: 6))
                return !stack.workerProcesses.contains(victim)
            }
            #expect(isGone)
            #expect(eventually { stack.workerProcesses.count == 3 })
            #expect(Set(stack.workerProcesses).isSuperset(of: before.dropFirst()), "the others stay")
            #expect(try stack.workerLog().contains("A worker died."))
        }

        /// Kills the only worker once a query tells that what `request` makes it write is committed.
        private func killAfterCommit(
            _ path: ProxiedStack,
            _ query: String,
            _ request: @escaping @Sendable () throws -> HTTPAnswer
        ) throws -> HTTPAnswer {
            #expect(eventually { (try? path.stack.client.send("GET", "/readyz"))?.status == 200 })
            let worker = try #require(path.stack.workerProcesses.first)
            let database = try EndToEnd.stack().database()
            path.proxy.behave(.mute)
            let answer = Background(request)
            #expect(try eventually { try !database.texts(query).isEmpty })
            kill(worker, SIGKILL)
            path.proxy.behave(.forward)
            return try answer.wait()
        }

        /// Calls `body` with the only worker and its backend while they wait for a lock on behalf of a request.
        private func withRequestInHand(
            on stack: RunningStack,
            _ body: (Int32, String, Background<HTTPAnswer>, () throws -> Void) throws -> Void
        ) throws {
            let client = try Visitor(on: stack).client
            let other = try Session(try #require(try stack.values()["DATABASE_OWNER_URL"]))
            try other.run("begin; lock table vapi_credentials;")
            let worker = try #require(stack.workerProcesses.first)
            let answer = Background {
                try client.send(
                    "POST",
                    "/api/v1/vapi-settings",
                    Self.body,
                    headers: ["X-Request-ID": "in-hand-request"]
                )
            }
            let backend = try #require(try EndToEnd.stack().database().waitUntilALockIsWaitedFor())
            try body(worker, backend, answer) { try other.run("rollback;") }
            #expect(try client.send("GET", "/api/v1/vapi-settings")["has_vapi_key"] == true)
        }
    }
}
