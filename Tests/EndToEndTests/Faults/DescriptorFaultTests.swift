import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// Too few descriptors, and very many.
    @Suite struct DescriptorFaultTests {
        @Test func aWorkerWithoutAFreeDescriptorAnswersFromItsReserve() throws {
            let stack = try EndToEnd.ownStack(workers: 1)
            defer { try? stack.finish() }
            let client = try Visitor(on: stack).client
            let worker = try #require(stack.workerProcesses.first)
            try limit(worker, to: lowestFree(worker))
            for number in 0..<20 {
                let body = #"{"industry": "\#(number)"}"#
                #expect(try client.send("PATCH", "/api/v1/user/profile", body).status == 200)
            }
            #expect(stack.workerProcesses == [worker])
        }

        @Test func aWorkerThatCanOpenNothingNeitherSpinsNorEndsAndOthersServe() throws {
            let stack = try EndToEnd.ownStack(workers: 2)
            defer { try? stack.finish() }
            let before = stack.workerProcesses
            let victim = try #require(before.first)
            try limit(victim, to: 1)
            let (start, used) = (MonotonicClock.now, try processorTime(victim))
            for _ in 0..<100 {
                let began = MonotonicClock.now
                #expect(try stack.client.send("GET", "/readyz").status == 200)
                #expect(MonotonicClock.now - began < .seconds(2))
            }
            #expect(eventually { MonotonicClock.now - start > .seconds(1) })
            let share = (try processorTime(victim) - used) / (MonotonicClock.now - start)
            #expect(share < 0.1, "it uses \(share) of a processor")
            #expect(stack.workerProcesses.sorted() == before.sorted())

            for worker in before { try limit(worker, to: 1) }
            let answer = Background { try stack.client.send("GET", "/readyz") }
            let both = try before.map { try processorTime($0) }
            let since = MonotonicClock.now
            #expect(eventually { MonotonicClock.now - since > .seconds(1) })
            for (worker, used) in zip(before, both) {
                #expect(try (processorTime(worker) - used) / (MonotonicClock.now - since) < 0.1)
            }
            for worker in before { try limit(worker, to: 1024) }
            #expect(try answer.wait().status == 200, "it is served once there are descriptors")
            #expect(stack.workerProcesses.sorted() == before.sorted())
        }

        @Test func aWorkerWithThousandsOfDescriptorsWorks() throws {
            let stack = try EndToEnd.stack()
            let client = try Visitor().client
            let worker = try LoneWorker(in: stack, backlog: 64, descriptors: 2_000)
            let outcome = Result {
                let written = try client.send("PATCH", "/api/v1/user/profile", #"{"industry": "many"}"#)
                let read = try client.send("GET", "/api/v1/user/profile")
                return (written.status, read["industry"]?.string, try openDescriptors(worker.process).max() ?? 0)
            }
            try worker.leave()
            let (status, value, highest) = try outcome.get()
            #expect(status == 200)
            #expect(value == "many")
            #expect(highest > 2_000)
        }

        private func limit(_ process: Int32, to count: Int) throws {
            let run = try Command(["prlimit", "--pid", "\(process)", "--nofile=\(count):"])
            try #require(run.status == 0, "\(run.errors)")
        }

        private func openDescriptors(_ process: Int32) throws -> [Int] {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").compactMap { Int($0) }
        }

        private func lowestFree(_ process: Int32) throws -> Int {
            let open = try Set(openDescriptors(process))
            return (0...).first { !open.contains($0) } ?? 0
        }

        /// See <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>.
        private func processorTime(_ process: Int32) throws -> Duration {
            let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            let ticks = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
            return .milliseconds(ticks * 10)
        }
    }
}
