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

        /// Twice as many customers as workers: half of them wait in the queue of a worker that waits itself.
        private func underLoad(_ stack: RunningStack, begin: () -> Void, end: () -> Void) throws {
            let load = try FaultLoad(on: stack, customers: 8, signsUp: false)
            #expect(load.waitForSuccesses())
            begin()
            let refused = load.waitForRefusals(40)
            end()
            let back = MonotonicClock.now
            #expect(refused)
            #expect(load.waitForSuccesses(50, after: back + .seconds(1)))
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: back + .seconds(1), firstSuccessWithin: .milliseconds(500))
        }
    }
}
