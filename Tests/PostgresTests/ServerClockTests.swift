import Platform
import Support
import Testing

@testable import Postgres

@Suite struct ServerClockTests {
    @Test func oneReadingTellsEveryInstant() {
        let time = Timestamp(microsecondsSince1970: 1_772_357_400_250_000)
        let clock = ServerClock(showing: time, at: .seconds(90))
        #expect(clock.time(at: .seconds(90)) == time)
        #expect(clock.time(at: .milliseconds(90_001)).microsecondsSince1970 == 1_772_357_400_251_000)
        #expect(clock.time(at: .zero).microsecondsSince1970 == 1_772_357_310_250_000)
    }

    @Test func theServerIsNeverToldALaterInstantThanItShows() throws {
        let connection = try TestDatabase().connect()
        let question = Statement(
            "compare_clocks",
            """
            select $1::timestamptz <= clock_timestamp(),
                   $1 > clock_timestamp() - interval '20 seconds',
                   $1
            """
        )
        let now = connection.serverClock.time(at: MonotonicClock.now)
        let row = try #require(
            try connection.execute(question, [.timestamp(now)], deadline: MonotonicClock.now + .seconds(10)).first
        )
        #expect(try row.bool(0) == true)
        #expect(try row.bool(1) == true)
        #expect(try row.timestamp(2) == now, "it is sent as it is read")
    }
}
