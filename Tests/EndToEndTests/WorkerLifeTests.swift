import Foundation
import Support
import Testing

extension EndToEnd {
    /// One worker: how it leaves, and how large it grows.
    @Suite struct WorkerLifeTests {
        /// It waits for no request that would wake it, nor until its manager loses patience and kills it.
        @Test func anIdleWorkerLeavesByItselfWhenTold() throws {
            let stack = try EndToEnd.stack()
            func lines(_ sentence: String) throws -> Int {
                try stack.workerLog().components(separatedBy: sentence).count - 1
            }
            let sentences = ["A worker left.", "A worker died.", "A worker was killed"]
            let before = try sentences.map(lines)
            let victim = try #require(stack.workerProcesses.first)
            kill(victim, SIGTERM)
            // The manager collects it; until then it is a process that has ended.
            let hasLeft = eventually(within: .seconds(5)) { ProcessFacts.memory(of: victim) == nil }
            #expect(hasLeft)
            #expect(eventually { stack.workerProcesses.count == 4 })
            let isTold = try eventually { try lines(sentences[0]) == before[0] + 1 }
            #expect(isTold)
            #expect(try sentences[1...].map(lines) == Array(before[1...]))
        }

        @Test func aWorkerStaysSmallOver8500Requests() throws {
            let stack = try EndToEnd.ownStack(workers: 1)
            defer { try? stack.finish() }
            let caller = try Visitor(on: stack).client
            let worker = try #require(stack.workerProcesses.first)
            let connection = try HTTPConnection(port: caller.port)
            let requests = [
                caller.encoded("GET", "/api/v1/user/onboarding-state", nil),
                caller.encoded("PATCH", "/api/v1/user/profile", Array(#"{"full_name": "Ada Lovelace"}"#.utf8)),
                caller.encoded("PATCH", "/api/v1/user/studio-config", Array(#"{"seats": 0}"#.utf8)),
                caller.encoded("POST", "/api/v1/vapi-settings", Array(#"{"vapi_api_key": "sk-12345678"}"#.utf8)),
            ]
            func send(_ count: Int) throws {
                for number in 0..<count {
                    let status = try connection.exchange(requests[number % requests.count]).status
                    try #require(status == 200 || status == 422)
                }
            }
            try send(500)
            let early = try #require(ProcessFacts.memory(of: worker), "the worker has been replaced")
            try send(8_000)
            let late = try #require(ProcessFacts.memory(of: worker), "the worker has been replaced")
            #expect(late.privateKiB < 3 * 1024, "private memory: \(late.privateKiB) KiB")
            #expect(late.residentKiB - early.residentKiB < 256, "resident: \(early) then \(late)")
        }
    }
}
