import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// More requests than workers can take: the queue in front of them is full.
    @Suite struct FullQueueFaultTests {
        @Test func whoDoesNotFitIsToldAtOnceAndWhoWaitsIsServedWhenWorkersGoOn() throws {
            let stack = try EndToEnd.stack()
            let worker = try LoneWorker(in: stack, backlog: 2)
            let outcome = Result { try fillTheQueue(of: stack, while: [worker.process]) }
            try worker.leave()
            try outcome.get()
        }

        /// The manager asks for a long queue, and the system grants a short one.
        @Test func aShortLimitOfTheSystemIsFeltInTheSameWay() throws {
            let stack = try EndToEnd.ownStack(workers: 2)
            defer { try? stack.finish() }
            let namespace = try NetworkNamespace()
            defer { namespace.close() }
            try namespace.run("sh", "-c", "echo 2 > /proc/sys/net/core/somaxconn")
            let environment = try OwnManager.environment(stack)
            try OwnManager.stop(stack)
            _ = try OwnManager(on: stack, environment: environment, workers: 2, prefix: namespace.prefix)
            #expect(eventually { stack.workerProcesses.count == 2 })
            try fillTheQueue(of: stack, while: stack.workerProcesses)
        }

        /// Sends more than fits while the workers are stopped.
        private func fillTheQueue(of stack: RunningStack, while workers: [Int32]) throws {
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            let client = try Visitor(on: stack).client
            for worker in workers { kill(worker, SIGSTOP) }
            let waiting = (0..<16).map { _ in
                Background {
                    let start = MonotonicClock.now
                    let answer = try client.send("PATCH", "/api/v1/user/profile", #"{"industry": "queue"}"#)
                    return (answer, MonotonicClock.now - start)
                }
            }
            // All but those in the queue and those that the workers were woken for.
            let log = "\(stack.state)/log/nginx-access.log"
            let refused = eventually {
                (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n").suffix(16)
                    .count { $0.contains(#""path":"/api/v1/user/profile","status":"503""#) } ?? 0 >= 12
            }
            #expect(refused)
            for worker in workers { kill(worker, SIGCONT) }
            let answers = try waiting.map { try $0.wait() }
            #expect(answers.contains { $0.0.status == 200 })
            for (answer, time) in answers where answer.status != 200 {
                expectProblem(answer, 503)
                #expect(answer.header("Retry-After") == "1")
                #expect(time < .seconds(1))
            }
            #expect(try client.send("GET", "/api/v1/user/profile")["industry"]?.string == "queue")
        }
    }
}
