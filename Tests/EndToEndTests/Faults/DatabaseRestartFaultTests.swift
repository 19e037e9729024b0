import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// PostgreSQL, or a part of it, goes away and comes back while customers work.
    @Suite struct DatabaseRestartFaultTests {
        @Test func aFastRestartCostsNoAcknowledgedWriteAndNobodyMeetsAStaleConnection() throws {
            try underLoad { server in try server.restart(.fast) }
        }

        @Test func anImmediateStopIsFollowedByCrashRecoveryAndLosesNothing() throws {
            try underLoad { server in try server.restart(.immediate) }
        }

        @Test func aKilledPostmasterIsFollowedByCrashRecoveryAndLosesNothing() throws {
            try underLoad { server in
                ChildProcess.signal(try server.postmaster, .kill)
                try server.start()
            }
        }

        /// Long enough for workers to know that there is an outage: then each request still gets an attempt of its own.
        @Test func afterALongerOutageTheFirstRequestFindsTheServerBack() throws {
            try underLoad { server, load in
                try server.stop(.fast)
                #expect(load.waitForRefusals(40))
                try server.start()
            }
        }

        @Test func aTerminatedBackendIsReplacedAloneAndNobodyNotices() throws {
            let stack = try EndToEnd.stack()
            let database = try stack.database()
            let load = try FaultLoad(on: stack)
            #expect(load.waitForSuccesses())
            let backends = "select pid::text from pg_stat_activity where usename = 'ava_app'"
            let server = try stack.server()
            for _ in 0..<10 {
                let before = Set(try database.texts(backends).compactMap { $0 })
                #expect(before.count == 4)
                let victim = try #require(before.randomElement())
                try server.query("select pg_terminate_backend(\(victim))")
                #expect(load.waitForSuccesses(8))
                let isReplaced = try eventually {
                    let after = Set(try database.texts(backends).compactMap { $0 })
                    return after.count == 4 && after.intersection(before) == before.subtracting([victim])
                }
                #expect(isReplaced, "the other connections stay")
            }
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: .zero, firstSuccessWithin: .seconds(1_000_000_000))
        }

        private func underLoad(_ fault: (PostgresServer) throws -> Void) throws {
            try underLoad { server, _ in try fault(server) }
        }

        private func underLoad(_ fault: (PostgresServer, FaultLoad) throws -> Void) throws {
            let stack = try EndToEnd.stack()
            let load = try FaultLoad(on: stack)
            #expect(load.waitForSuccesses())
            try fault(stack.server(), load)
            let back = try stack.database().waitUntilItAnswers()
            #expect(load.waitForSuccesses(100))
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: back)
        }
    }
}
