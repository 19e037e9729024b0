import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// The process manager under real workers, behind the real nginx, while requests come without a pause.
    @Suite struct ManagerTests {
        @Test func nothingThatHappensToWorkersOrManagerCostsARequest() throws {
            let stack = try EndToEnd.ownStack(workers: 4)
            let load = try FaultLoad(on: stack, signsUp: false)

            for _ in 0..<40 {
                ChildProcess.signal(try #require(stack.workerProcesses.randomElement()), .kill)
                #expect(load.waitForSuccesses(2))
            }
            #expect(eventually { stack.workerProcesses.count == 4 }, "the killed workers were not replaced")
            check(load, "workers killed")

            for _ in 0..<25 {
                ChildProcess.signal(try OwnManager.current(stack), .hangUp)
            }
            #expect(try OwnManager.control(stack, "reload").status == 0)
            check(load, "a storm of reloads")

            for count in [1, 12, 2, 6] {
                #expect(try OwnManager.control(stack, "scale", "\(count)").status == 0)
                #expect(eventually { stack.workerProcesses.count == count })
            }
            check(load, "scaled")

            let old = try OwnManager.current(stack)
            #expect(try OwnManager.control(stack, "upgrade").status == 0)
            #expect(try eventually { try OwnManager.current(stack) != old && !ChildProcess.exists(old) })
            #expect(eventually { stack.workerProcesses.count == 6 })
            check(load, "upgraded")

            let status = try OwnManager.control(stack, "status").output
            #expect(status.contains("onboarding        6        6"), "\(status)")
            #expect(try load.stop().filter { $0.status != 200 }.map(\.description) == [])
            _ = try OwnManager.control(stack, "stop")
            try stack.finish()
        }

        @Test func theMetricsTellWhatTheWorkersDid() throws {
            let stack = try EndToEnd.ownStack(workers: 2)
            for _ in 0..<20 { #expect(try stack.client.send("GET", "/healthz").status == 200) }
            let before = Set(stack.workerProcesses)
            for worker in before { ChildProcess.signal(worker, .kill) }
            #expect(eventually { stack.workerProcesses.count == 2 && before.isDisjoint(with: stack.workerProcesses) })
            let answer = try stack.client.send("GET", "/metrics")
            #expect(answer.status == 200)
            let lines = answer.text.split(separator: "\n").map(String.init)
            let health = lines.first {
                $0.hasPrefix(#"onboarding_requests_total{method="GET",route="/healthz",code="200"}"#)
            }
            let count = health?.split(separator: " ").last.flatMap { Int($0) } ?? 0
            // Counters outlive the workers that were killed.
            #expect(count >= 20, "\(answer.text)")
            #expect(lines.contains("onboarding_worker_deaths_total 2"))
            #expect(lines.contains("onboarding_manager_up 1"))
            try stack.finish()
        }

        @Test func workersThatAreCopiesOfOneProcessDrawDifferentSecrets() throws {
            let stack = try EndToEnd.ownStack(workers: 1)
            var secrets: Set<String> = []
            for _ in 1...4 {
                secrets.insert(try Visitor(on: stack).refreshToken)
                let worker = try #require(stack.workerProcesses.first)
                ChildProcess.signal(worker, .kill)
                #expect(eventually { !stack.workerProcesses.contains(worker) && stack.workerProcesses.count == 1 })
            }
            #expect(secrets.count == 4)
            try stack.finish()
        }

        private func check(_ load: FaultLoad, _ what: String) {
            #expect(load.waitForSuccesses(20), "no answers after: \(what)")
            #expect(load.exchanges.filter { $0.status != 200 }.map(\.description) == [], "\(what)")
        }
    }
}
