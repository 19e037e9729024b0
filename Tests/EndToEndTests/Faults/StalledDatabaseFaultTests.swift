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

        /// The way to the database is there and every packet on it vanishes: the kernel sends again, ever more rarely.
        @Test func aNetworkThatSwallowsEveryPacketIsAnsweredForInTimeAndFoundAgain() throws {
            let stack = try EndToEnd.ownStack(workers: 4)
            defer { try? stack.finish() }
            let namespace = try NetworkNamespace()
            defer { namespace.close() }
            let proxy = try ProxiedStack.proxy(in: namespace)
            defer { proxy.close() }
            var environment = try OwnManager.environment(stack)
            environment["DATABASE_URL"] = try ProxiedStack.url(through: proxy)
            try OwnManager.stop(stack)
            _ = try OwnManager(on: stack, environment: environment, workers: 4, prefix: namespace.prefix)
            #expect(eventually { (try? stack.client.send("GET", "/readyz"))?.status == 200 })
            try underLoad(stack) {
                try namespace.swallow()
            } end: {
                // What was refused must not arrive after what is accepted next.
                #expect(try namespace.socketsSendingAfterTheirEnd() == 0)
                try namespace.deliver()
            }
            #expect(proxy.accepted > 0)
        }

        /// Twice as many customers as workers: half of them wait in the queue of a worker that waits itself.
        private func underLoad(_ stack: RunningStack, begin: () throws -> Void, end: () throws -> Void) throws {
            let load = try FaultLoad(on: stack, customers: 8, signsUp: false)
            #expect(load.waitForSuccesses())
            try begin()
            let refused = load.waitForRefusals(40)
            try end()
            let back = MonotonicClock.now
            #expect(refused)
            #expect(load.waitForSuccesses(50, after: back + .seconds(1)))
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: back + .seconds(1), firstSuccessWithin: .milliseconds(500))
        }
    }
}
