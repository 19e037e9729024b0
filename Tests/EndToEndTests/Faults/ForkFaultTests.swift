import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// The system grants no further process.
    @Suite struct ForkFaultTests {
        @Test func whatCannotBeStartedIsToldRetriedSlowlyAndStartedOnceItCanBe() throws {
            let group = try ControlGroup(of: .processes)
            defer { group.remove() }
            let stack = try EndToEnd.ownStack(workers: 2)
            defer { try? stack.finish() }
            func lines(_ text: String) throws -> Int {
                try stack.workerLog().components(separatedBy: text).count - 1
            }
            let client = try Visitor(on: stack).client
            let before = Set(stack.workerProcesses)
            // The manager, the process that workers are copied from, and two workers fit.
            let manager = try OwnManager.current(stack)
            for process in stack.processes where process.id == manager || process.parent == manager {
                try group.add(process.id)
            }
            try group.limit(to: group.count())

            #expect(try OwnManager.control(stack, "scale", "4").status == 0)
            #expect(try eventually { try lines("A worker could not be started.") >= 4 })
            #expect(try lines("Workers keep failing; the next one is started later.") > 0)
            let (failures, instant) = (try lines("A worker could not be started."), MonotonicClock.now)
            while MonotonicClock.now - instant < .seconds(1) {
                #expect(try client.send("GET", "/api/v1/user/profile").status == 200)
            }
            #expect(try lines("A worker could not be started.") - failures < 40, "it does not try without a pause")
            #expect(Set(stack.workerProcesses) == before, "those that run stay")

            try group.limit(to: group.count() + 100)
            #expect(eventually { stack.workerProcesses.count == 4 })
            #expect(Set(stack.workerProcesses).isSuperset(of: before))
        }
    }
}
