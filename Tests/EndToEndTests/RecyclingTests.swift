import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// Workers that leave after a few requests.
    @Suite struct RecyclingTests {
        private static let open =
            """
            select count(*)::text
              from pg_stat_activity
             where application_name = 'ava-onboarding' and datname = current_database()
            """

        private func recyclingStack() throws -> RunningStack {
            let stack = try EndToEnd.ownStack(
                workers: 4,
                settings: ["DATABASE_CONNECTION_BUDGET": "4"],
                hasOwnDatabase: true
            )
            let environment = try OwnManager.environment(stack)
            try OwnManager.stop(stack)
            _ = try OwnManager(on: stack, environment: environment, workers: 4, more: ["--max-requests", "20"])
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            return stack
        }

        private func number(_ query: String, _ stack: RunningStack) throws -> Int {
            try #require(try stack.database().text(query).flatMap { Int($0) })
        }

        /// What the workers have counted.
        private func metric(_ name: String, _ stack: RunningStack) throws -> Int {
            let line = try stack.client.send("GET", "/metrics").text.split(separator: "\n")
                .first { $0.hasPrefix("onboarding_database_\(name)_total ") }
            return try #require(line?.split(separator: " ").last.flatMap { Int($0) })
        }

        @Test func aWorkerLeavesItsConnectionToItsSuccessor() throws {
            let stack = try recyclingStack()
            defer { try? stack.finish() }
            let load = try FaultLoad(on: stack, signsUp: false)
            #expect(load.waitForSuccesses(50))
            let (opened, takenOver) = (try metric("opened", stack), try metric("taken_over", stack))
            var most = 0
            // Enough for 37 workers.
            for _ in 0..<30 {
                #expect(load.waitForSuccesses(25))
                most = max(most, try number(Self.open, stack))
            }
            #expect(most <= 4)
            let more = (
                opened: try metric("opened", stack) - opened, takenOver: try metric("taken_over", stack) - takenOver
            )
            #expect(more.takenOver > 25 && more.opened < 12, "\(more)")
            let exchanges = try load.stop()
            #expect(exchanges.filter { $0.status != 200 }.isEmpty)
        }

        @Test func whatNoSuccessorComesForIsClosed() throws {
            let stack = try recyclingStack()
            defer { try? stack.finish() }
            let load = try FaultLoad(on: stack, signsUp: false)
            #expect(load.waitForSuccesses(100))
            #expect(try OwnManager.control(stack, "scale", "1").status == 0)
            #expect(load.waitForSuccesses(100))
            #expect(try eventually { try number(Self.open, stack) <= 1 })
            #expect(try OwnManager.control(stack, "scale", "4").status == 0)
            #expect(load.waitForSuccesses(100))
            #expect(try load.stop().filter { $0.status != 200 }.isEmpty)
        }

        @Test func theLossOfTheForkServerCostsNeitherRequestsNorSlots() throws {
            let stack = try recyclingStack()
            defer { try? stack.finish() }
            let load = try FaultLoad(on: stack, signsUp: false)
            for _ in 0..<5 {
                #expect(load.waitForSuccesses(60))
                let servers = stack.processes.filter { $0.commandLine.contains("fork-server") }
                #expect(servers.count == 1)
                for server in servers { ChildProcess.signal(server.id, .kill) }
                #expect(try number(Self.open, stack) <= 4)
            }
            #expect(load.waitForSuccesses(200))
            #expect(try load.stop().filter { $0.status != 200 }.isEmpty)
            #expect(stack.workerProcesses.count == 4)
        }
    }
}
