import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// More requests than workers can take: the queue in front of them is full.
    @Suite struct FullQueueFaultTests {
        @Test func whoDoesNotFitIsToldAtOnceAndWhoWaitsIsServedWhenWorkersGoOn() throws {
            let stack = try EndToEnd.stack()
            let client = try Visitor().client
            let worker = try LoneWorker(in: stack, backlog: 2)
            let outcome = Result {
                #expect(try client.send("GET", "/readyz").status == 200)
                kill(worker.process, SIGSTOP)
                let waiting = (0..<16).map { _ in
                    Background {
                        let start = MonotonicClock.now
                        let answer = try client.send("PATCH", "/api/v1/user/profile", #"{"industry": "queue"}"#)
                        return (answer, MonotonicClock.now - start)
                    }
                }
                // All but those in the queue and the one that the worker was woken for.
                let log = "\(stack.state)/log/nginx-access.log"
                let refused = eventually {
                    (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n").suffix(16)
                        .count { $0.contains(#""path":"/api/v1/user/profile","status":"503""#) } ?? 0 >= 12
                }
                #expect(refused)
                kill(worker.process, SIGCONT)
                return try waiting.map { try $0.wait() }
            }
            try worker.leave()
            let answers = try outcome.get()
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
