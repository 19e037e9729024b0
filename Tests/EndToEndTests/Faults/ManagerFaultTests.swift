import Foundation
import Platform
import Support
import SystemPackage
import Testing

extension EndToEnd {
    /// The manager is lost, or what it needs is.
    @Suite struct ManagerFaultTests {
        @Test func aKilledManagerIsSucceededByTheNextOneAndNothingIsLost() throws {
            let stack = try EndToEnd.ownStack(workers: 4)
            defer { try? stack.finish() }
            let environment = try OwnManager.environment(stack)
            let load = try FaultLoad(on: stack)
            #expect(load.waitForSuccesses())
            ChildProcess.signal(try OwnManager.current(stack), .kill)
            #expect(load.waitForRefusals(1))
            _ = try OwnManager(on: stack, environment: environment, workers: 4)
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            let back = MonotonicClock.now
            #expect(load.waitForSuccesses(100))
            let exchanges = try load.stop()
            // Whoever was in the socket's queue when the last worker left is told that the request was lost.
            expectHonest(exchanges.filter { $0.status != 502 })
            expectRecovery(exchanges, since: back)
            #expect(eventually { stack.workerProcesses.count == 4 })
        }

        @Test func aRemovedSocketIsToldInTheLogAndMadeAnewByARestart() throws {
            let stack = try EndToEnd.ownStack(workers: 2)
            defer { try? stack.finish() }
            let environment = try OwnManager.environment(stack)
            let socket = "\(stack.state)/run/onboarding.sock"
            try FileManager.default.removeItem(atPath: socket)
            let answer = try stack.client.send("GET", "/readyz")
            expectProblem(answer, 503)
            #expect(answer.header("Retry-After") == "1")
            #expect(try eventually { try stack.workerLog().contains("The socket's file is gone") })
            try OwnManager.stop(stack)
            _ = try OwnManager(on: stack, environment: environment, workers: 2)
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            let mode = try FileManager.default.attributesOfItem(atPath: socket)[.posixPermissions] as? Int
            #expect(mode == 0o660)
        }

        /// A reader that is gone, and one that is stuck with a full pipe.
        @Test(arguments: [true, false])
        func aLogThatNobodyReadsStopsNobody(readerIsGone: Bool) throws {
            let stack = try EndToEnd.ownStack(workers: 2)
            defer { try? stack.finish() }
            var environment = try OwnManager.environment(stack)
            environment["LOG_LEVEL"] = "debug"
            try OwnManager.stop(stack)
            let (reader, writer) = try FileDescriptor.closeOnExecPipe()
            if readerIsGone { try reader.close() } else { try fill(writer) }
            let manager = try OwnManager(on: stack, environment: environment, workers: 2, log: writer)
            try writer.close()
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            let workers = Set(stack.workerProcesses)
            for _ in 0..<20 {
                #expect(try stack.client.with(token: "bad").send("GET", "/api/v1/auth/me").status == 401)
            }
            #expect(Set(stack.workerProcesses) == workers)
            for worker in workers { ChildProcess.signal(worker, .kill) }
            #expect(eventually { stack.workerProcesses.count == 2 && workers.isDisjoint(with: stack.workerProcesses) })
            #expect(try OwnManager.control(stack, "reload").status == 0)
            #expect(try stack.client.send("GET", "/readyz").status == 200)
            #expect(try OwnManager.current(stack) == manager.process)
            if !readerIsGone { try reader.close() }
        }

        /// Puts into a pipe what it takes.
        private func fill(_ pipe: FileDescriptor) throws {
            let block = [UInt8](repeating: 10, count: 65_536)
            try pipe.writeAll(block)
        }
    }
}
