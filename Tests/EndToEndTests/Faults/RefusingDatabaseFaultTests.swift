import Foundation
import JSON
import Platform
import Support
import Testing

extension EndToEnd {
    /// PostgreSQL answers, but not with what was asked for.
    @Suite struct RefusingDatabaseFaultTests {
        private static let path = "/api/v1/user/profile"

        @Test func withEveryConnectionTakenRequestsAreTurnedAwayAndAdministratorsStillGetIn() throws {
            let stack = try EndToEnd.stack()
            let visitor = try Visitor()
            let server = try stack.server()
            // The workers lose their connections and others are faster.
            try server.query(
                "alter system set max_connections = 12; alter system set superuser_reserved_connections = 3"
            )
            try server.restart(.fast)
            defer {
                _ = try? server.query(
                    "alter system reset max_connections; alter system reset superuser_reserved_connections"
                )
                try? server.restart(.fast)
            }
            let owner = try #require(try stack.values()["DATABASE_OWNER_URL"])
            let crowd = try (0..<9).map { _ in try Session(owner) }
            #expect(
                eventually {
                    (try? server.query("select count(*) from pg_stat_activity where usename = 'ava_owner'")) == ["9"]
                }
            )

            let started = MonotonicClock.now
            for _ in 0..<4 {
                let answer = try visitor.client.send("GET", Self.path)
                expectProblem(answer, 503)
                #expect(answer.header("Retry-After") != nil)
            }
            #expect(MonotonicClock.now - started < .seconds(12), "each answer within three seconds")
            #expect(try server.query("select 1") == ["1"], "the reserved connections are free")
            #expect(try stack.workerLog().contains("tooManyConnections"))

            for session in crowd { session.end() }
            let isBack = eventually(within: .seconds(3)) { (try? visitor.client.send("GET", Self.path))?.status == 200 }
            #expect(isBack)
        }

        @Test func aServerThatTakesNoWritesIsA503AndNamedInTheLog() throws {
            let stack = try EndToEnd.stack()
            let client = try Visitor().client
            let server = try stack.server()
            #expect(try client.send("PATCH", Self.path, #"{"industry": "before"}"#).status == 200)
            try server.query("alter system set default_transaction_read_only = on")
            try server.reload()
            let refused = Result {
                #expect(try eventually { try server.query("show default_transaction_read_only") == ["on"] })
                return try (0..<4).map { _ in try client.send("PATCH", Self.path, #"{"industry": "during"}"#) }
            }
            try server.query(
                "set default_transaction_read_only = off; alter system reset default_transaction_read_only"
            )
            try server.reload()
            for answer in try refused.get() {
                expectProblem(answer, 503)
                #expect(answer.header("Retry-After") != nil)
            }
            #expect(try stack.workerLog().contains("readOnly"))
            let isBack = eventually(within: .seconds(3)) {
                (try? client.send("PATCH", Self.path, #"{"industry": "after"}"#))?.status == 200
            }
            #expect(isBack)
            #expect(try client.send("GET", Self.path)["industry"] == "after")
        }

        /// A session and the request each hold what the other wants. PostgreSQL ends the request's transaction after
        /// `deadlock_timeout`; it is repeated.
        @Test func aDeadlockIsSolvedAndTheRequestRepeated() throws {
            let stack = try EndToEnd.stack()
            let visitor = try Visitor()
            let server = try stack.server()
            try server.query(
                """
                create function fault_wait() returns trigger language plpgsql as $$
                begin perform pg_advisory_xact_lock(1, new.id); return new; end $$;
                create trigger fault_wait after update on users
                    for each row when (new.id = \(visitor.id)) execute function fault_wait()
                """,
                database: "ava"
            )
            defer { _ = try? server.query("drop function fault_wait cascade", database: "ava") }
            let other = try Session(try #require(try stack.values()["DATABASE_OWNER_URL"]))
            try other.run("begin; select pg_advisory_xact_lock(1, \(visitor.id));")
            let answers = Background { try visitor.client.send("PATCH", Self.path, #"{"industry": "deadlock"}"#) }
            #expect(try stack.database().waitUntilALockIsWaitedFor() != nil)
            try other.run("update users set timezone = 'Europe/Paris' where id = \(visitor.id); commit;")
            let answer = try answers.wait()
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer["industry"] == "deadlock")
            #expect(answer["timezone"] == "Europe/Paris", "both took effect")
            #expect(try stack.logs().contains("deadlock detected"))
            other.end()
        }

        @Test func aSerializationFailureIsRepeated() throws {
            let stack = try EndToEnd.stack()
            let server = try stack.server()
            try server.query("alter role ava_app set default_transaction_isolation = 'repeatable read'")
            defer { dropConnections(server, "alter role ava_app reset default_transaction_isolation") }
            dropConnections(server)
            let visitor = try Visitor()
            let other = try Session(try #require(try stack.values()["DATABASE_OWNER_URL"]))
            try other.run("begin; update users set timezone = 'Asia/Jerusalem' where id = \(visitor.id);")
            let answers = Background { try visitor.client.send("PATCH", Self.path, #"{"industry": "serial"}"#) }
            #expect(try stack.database().waitUntilALockIsWaitedFor() != nil)
            try other.run("commit;")
            let answer = try answers.wait()
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer["timezone"] == "Asia/Jerusalem")
            #expect(try stack.logs().contains("could not serialize access"))
            other.end()
        }

        @Test func aLockedTableIsA503WhileOthersAreServedAndConnectionsStay() throws {
            let stack = try EndToEnd.stack()
            let client = try Visitor().client
            let server = try stack.server()
            let other = try Session(try #require(try stack.values()["DATABASE_OWNER_URL"]))
            for _ in 0..<20 { _ = try client.send("GET", Self.path) }
            let backends = "select pid from pg_stat_activity where usename = 'ava_app' order by 1"
            let before = try server.query(backends)
            try other.run("begin; lock table vapi_credentials;")
            let blocked = Background {
                try client.send("POST", "/api/v1/vapi-settings", #"{"vapi_api_key": "sk-12345678"}"#)
            }
            #expect(try stack.database().waitUntilALockIsWaitedFor() != nil)
            for _ in 0..<20 { #expect(try client.send("GET", Self.path).status == 200) }
            let answer = try blocked.wait()
            expectProblem(answer, 503)
            #expect(answer.header("Retry-After") != nil)
            #expect(try stack.workerLog().contains("55P03"))
            try other.run("rollback;")
            let stored = try client.send("POST", "/api/v1/vapi-settings", #"{"vapi_api_key": "sk-12345678"}"#)
            #expect(stored["vapi_api_key_preview"] == "****5678")
            #expect(try Set(before).isSubset(of: server.query(backends)), "no connection was lost")
            other.end()
        }

        /// Makes the workers connect anew.
        private func dropConnections(_ server: PostgresServer, _ first: String = "select 1") {
            _ = try? server.query(
                "\(first); select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ava_app'"
            )
        }
    }
}
