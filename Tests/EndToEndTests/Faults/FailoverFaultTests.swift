import Foundation
import Platform
import Support
import Testing

extension EndToEnd {
    /// A primary is lost and its standby takes over. `DATABASE_URL` names both.
    @Suite struct FailoverFaultTests {
        private func stack(over servers: ReplicatedServers) throws -> RunningStack {
            try RunningStack(
                workers: 4,
                settings: ["DATABASE_URL": servers.url(role: "app"), "DATABASE_OWNER_URL": servers.url(role: "owner")]
            )
        }

        @Test func writesResumeAfterAPromotionAndNothingAcknowledgedIsLost() throws {
            let servers = try ReplicatedServers(isSynchronous: true)
            defer { servers.finish() }
            let stack = try stack(over: servers)
            defer { try? stack.finish() }
            let load = try FaultLoad(on: stack)
            #expect(load.waitForSuccesses())
            try servers.first.stop(.immediate)
            #expect(load.waitForRefusals(1))
            try servers.second.promote()
            // It would wait for a standby of its own.
            try servers.second.query("alter system reset synchronous_standby_names")
            try servers.second.reload()
            let back = try stack.database().waitUntilItAnswers()
            #expect(load.waitForSuccesses(100))

            // The lost primary returns, writable, and does not know that it was replaced.
            try servers.first.start()
            try servers.first.query("alter system reset synchronous_standby_names")
            try servers.first.reload()
            #expect(load.waitForSuccesses(100))
            let backends = "select count(*) from pg_stat_activity where usename = 'app'"
            #expect(try servers.first.query(backends) == ["0"], "a worker went back to the old primary")
            // What is read here must come from the new one too.
            try servers.first.stop(.immediate)
            let exchanges = try load.stop()
            expectHonest(exchanges)
            expectRecovery(exchanges, since: back, firstSuccessWithin: .seconds(2))
        }

        /// A planned switch: connections to the old primary stand when it stops taking writes.
        @Test func workersLeaveAServerThatWasDemoted() throws {
            let servers = try ReplicatedServers(isSynchronous: false)
            defer { servers.finish() }
            let stack = try stack(over: servers)
            defer { try? stack.finish() }
            let load = try FaultLoad(on: stack, signsUp: false)
            #expect(load.waitForSuccesses())
            try servers.first.query("alter system set default_transaction_read_only = on")
            try servers.first.reload()
            #expect(load.waitForRefusals(1))
            let position = try servers.first.query("select pg_current_wal_flush_lsn()")[0]
            let replayed = "select pg_last_wal_replay_lsn() >= '\(position)'"
            #expect(try eventually { try servers.second.query(replayed) == ["t"] })
            try servers.second.promote()
            let back = MonotonicClock.now
            #expect(load.waitForSuccesses(100, after: back + .seconds(2)))
            let backends = "select count(*) from pg_stat_activity where usename = 'app'"
            #expect(try eventually { try servers.first.query(backends) == ["0"] })
            let exchanges = try load.stop()
            expectHonest(exchanges)
            let writes = exchanges.filter { $0.method == "PATCH" }
            expectRecovery(writes, since: back + .seconds(2), firstSuccessWithin: .seconds(1))
        }
    }
}
