import Foundation
import Platform
import Testing

@testable import Scoreboard

struct WorkerSlotTests {
    let board: TemporaryBoard

    init() throws { board = try TemporaryBoard() }

    private func attach(_ slot: Int?, routes: [String] = ["GET /a", "POST /b"]) throws -> WorkerSlot {
        try #require(try board.attach(slot: slot, pool: "onboarding", routes: routes))
    }

    @Test func aReaderSeesWhatTheWorkerIsDoing() throws {
        let reader = try board.open()
        let worker = try attach(3)
        #expect(reader.look(3)?.state == .starting)
        worker.idle()
        #expect(reader.glance(3).state == .idle)
        worker.reading()
        worker.begin(1, requestID: "6f1c9a52-8f0e-4c55-9a52-0d9f5a1f7b3e")
        worker.connection(.busy)
        let seen = try #require(reader.look(3))
        #expect(seen.process == ThisProcess.id)
        #expect(seen.pool == "onboarding")
        #expect(seen.state == .working)
        #expect(seen.route == "POST /b")
        #expect(seen.requestID == "6f1c9a52-8f0e-4c55-9a52-0d9f5a1f7b3e")
        #expect(seen.connection == .busy)
        #expect(seen.since <= MonotonicClock.now && seen.since > MonotonicClock.now - .seconds(60))
        worker.end(status: 201, duration: .milliseconds(3))
        worker.idle()
        #expect(reader.look(3)?.requests == 1)
        #expect(reader.look(3)?.route == nil)
    }

    @Test func theTimeOfARequestCountsFromItsFirstByte() throws {
        let reader = try board.open()
        let worker = try attach(0)
        worker.reading()
        let since = reader.glance(0).since
        worker.begin(0)
        #expect(reader.glance(0).since == since)
    }

    @Test func countersOutliveTheWorker() throws {
        let reader = try board.open()
        do {
            let first = try attach(0)
            first.begin(0)
            first.end(status: 200, duration: .milliseconds(3))
            first.count(.retries)
        }
        reader.vacate(0)
        let second = try attach(0)
        second.begin(0)
        second.end(status: 404, duration: .seconds(40))
        second.begin(nil)
        second.end(status: 418, duration: .microseconds(10))
        second.count(.retries, times: 2)
        let snapshot = reader.snapshot()
        #expect(reader.look(0)?.requests == 2)
        let route = try #require(snapshot.routes.first { $0.template == "GET /a" })
        #expect(route.statuses == ["200": 1, "404": 1])
        #expect(route.requests == 2)
        #expect(route.nanoseconds == 40_003_000_000)
        #expect(route.buckets[3] == 1 && route.buckets.last == 1)
        #expect(snapshot.routes.first { $0.template == "unmatched" }?.statuses == ["4xx": 1])
        #expect(snapshot.pool[.retries] == 3)
    }

    @Test func workersOfDifferentProgramsShareTheRouteTable() throws {
        let reader = try board.open()
        let one = try attach(0, routes: ["GET /a", "GET /b"])
        let other = try attach(1, routes: ["GET /c", "GET /b"])
        for worker in [one, other] {
            worker.begin(1)
            worker.end(status: 200, duration: .zero)
        }
        #expect(reader.routes == ["GET /a", "GET /b", "unmatched", "GET /c"])
        #expect(reader.snapshot().routes.map(\.template) == ["GET /b"])
        #expect(reader.snapshot().routes.first?.requests == 2)
    }

    @Test func moreRoutesThanTheTableHoldsAreCountedTogether() throws {
        let worker = try attach(0, routes: (0..<120).map { "GET /\($0)" })
        worker.begin(110)
        worker.end(status: 200, duration: .zero)
        worker.begin(119)
        worker.end(status: 200, duration: .zero)
        let routes = try board.open().snapshot().routes
        #expect(routes.map(\.template) == ["other"])
        #expect(routes.first?.requests == 2)
    }

    @Test func aRequestCostsNextToNothing() throws {
        let worker = try attach(0)
        let start = MonotonicClock.now
        let rounds = 10_000
        for _ in 0..<rounds {
            worker.reading()
            worker.begin(0, requestID: "6f1c9a52-8f0e-4c55-9a52-0d9f5a1f7b3e")
            worker.end(status: 200, duration: .milliseconds(1))
            worker.idle()
        }
        let each = (MonotonicClock.now - start) / rounds
        // The bound leaves room for an unoptimized build on a busy machine.
        #expect(each < .microseconds(200), "\(each)")
    }
}
