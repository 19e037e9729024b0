import Platform
import Postgres
import Support
import Testing

@testable import SharedBudget

/// What PostgreSQL itself counts while workers are killed in the middle of their statements.
@Suite(.serialized) struct ServerCountTests {
    /// How often the count was looked at, and the highest one.
    private struct Watch: Sendable {
        var looks = 0
        var highest = 0
    }

    private func watch(_ database: TestDatabase, for time: Duration) -> Background<Watch> {
        Background {
            var watch = Watch()
            let connection = try database.connect(as: "postgres")
            let query = Statement(
                "count",
                "select count(*)::int4 from pg_stat_activity where application_name = 'budget-worker'"
            )
            let end = MonotonicClock.now + time
            while MonotonicClock.now < end {
                let deadline = MonotonicClock.now + .seconds(10)
                let rows = try connection.execute(query, [], deadline: deadline)
                watch.looks += 1
                watch.highest = max(watch.highest, try rows[0].integer(0) ?? 0)
                MonotonicClock.sleep(until: MonotonicClock.now + .milliseconds(2))
            }
            return watch
        }
    }

    @Test func thePostgresCountNeverPassesTheBudgetWhileWorkersAreKilled() throws {
        let database = try TestDatabase()
        let fleet = try Fleet(slots: 4, database: database.url(role: "app"))
        try fleet.start(12)
        #expect(try eventually { try fleet.slotsTaken() == 4 })
        let count = watch(database, for: .seconds(8))
        var kills = 0
        var nextKill = MonotonicClock.now
        let load = try Load.run(
            fleet.socket("main"),
            clients: 16,
            serviceTime: .milliseconds(60),
            for: .seconds(6)
        ) {
            guard MonotonicClock.now >= nextKill else { return }
            fleet.kill(Int.random(in: fleet.processes.indices))
            try fleet.start(1)
            kills += 1
            nextKill = MonotonicClock.now + .milliseconds(30)
        }
        let watch = try count.wait()
        #expect(kills > 30)
        #expect(load.errors == [])
        #expect(load.answered > 50)
        #expect(watch.looks > 8 * 50)
        #expect(watch.highest == 4, "\(watch.highest) connections in \(watch.looks) looks, \(kills) kills")
    }

    @Test func theSlotOfAKilledWorkerRestsUntilItsStatementHasEnded() throws {
        let database = try TestDatabase()
        let fleet = try Fleet(slots: 1, database: database.url(role: "app"))
        try fleet.start(1)
        let socket = fleet.socket("main")
        let started = MonotonicClock.now
        let stuck = Background { try Load.run(socket, clients: 1, serviceTime: .seconds(1), for: .zero) }
        let isBusy = try eventually {
            let query = "select state from pg_stat_activity where query like 'select pg_sleep(1.0)%'"
            return try database.texts(query, as: "postgres") == ["active"]
        }
        #expect(isBusy)
        fleet.kill(0)
        try fleet.start(1)
        let next = try Load.run(socket, clients: 1, serviceTime: .zero, for: .zero)
        #expect(next.answered == 1)
        #expect(MonotonicClock.now - started >= .seconds(1))
        #expect(try stuck.wait().broken == 1)
    }
}
