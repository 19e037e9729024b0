import Foundation
import Platform
import Support
import Testing

@testable import Scoreboard

struct ScoreboardFileTests {
    let board: TemporaryBoard

    init() throws { board = try TemporaryBoard() }

    @Test func aReservedSlotBelongsToWhoeverHoldsTheDescriptor() throws {
        let manager = try board.open(slots: 2)
        let first = try #require(try manager.reserve())
        let second = try #require(try manager.reserve())
        #expect(first.slot == 0 && second.slot == 1)
        #expect(try manager.reserve()?.slot == nil)
        #expect(manager.isHeld(0))
        first.lock.closeIgnoringErrors()
        #expect(!manager.isHeld(0))
        #expect(try manager.reserve()?.slot == 0)
        second.lock.closeIgnoringErrors()
    }

    @Test func theSearchForASlotBeginsWhereItIsToldAndComesAround() throws {
        let manager = try board.open(slots: 3)
        let found = try [2, 2, 2].map { try #require(try manager.reserve(from: $0)) }
        #expect(found.map(\.slot) == [2, 0, 1])
        for (_, lock) in found { lock.closeIgnoringErrors() }
    }

    @Test func aWorkerWithoutAManagerTakesAFreeSlot() throws {
        let manager = try board.open(slots: 3)
        let reserved = try #require(try manager.reserve())
        let worker = try #require(try board.attach(pool: "free", routes: []))
        worker.idle()
        #expect(manager.look(1)?.pool == "free")
        #expect(manager.isHeld(1))
        #expect(manager.snapshot().workers.map(\.slot) == [1])
        reserved.lock.closeIgnoringErrors()
    }

    @Test func aFullScoreboardSaysSo() throws {
        let manager = try board.open(slots: 1)
        let reserved = try #require(try manager.reserve())
        #expect(try board.attach(pool: "late", routes: []) == nil)
        reserved.lock.closeIgnoringErrors()
    }

    @Test func theSlotOfAWorkerThatIsGoneIsNotShown() throws {
        let manager = try board.open()
        let slot = ScoreboardLayout.slot(4)
        manager.memory.store(WorkerState.working.rawValue, at: slot + ScoreboardLayout.Status.state)
        manager.memory.store(1, at: slot + ScoreboardLayout.Status.process)
        manager.memory.store(1, at: slot + ScoreboardLayout.Status.wasUsed)
        #expect(manager.look(4) != nil)
        #expect(manager.snapshot().workers.isEmpty)
    }

    @Test func anotherOpeningFindsTheSameFile() throws {
        let one = try board.open(slots: 5)
        one.count(.deaths)
        let other = try board.open(slots: 9)
        #expect(other.slots == 5)
        #expect(other.snapshot().management[.deaths] == 1)
    }

    @Test(arguments: ["short", String(repeating: "x", count: 500_000)])
    func aFileOfAnotherKindIsReplaced(content: String) throws {
        try content.write(toFile: board.path, atomically: true, encoding: .utf8)
        let fresh = try board.open()
        #expect(fresh.slots == 8)
        #expect(try board.open().snapshot().workers.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: board.directory.path) == ["scoreboard"])
    }

    @Test func onlyTheOwnerMayReadIt() throws {
        _ = try board.open()
        let attributes = try FileManager.default.attributesOfItem(atPath: board.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func whateverLiesInASlotIsReadWithoutATrap() throws {
        let reader = try board.open(slots: 2)
        var random = SystemRandomNumberGenerator()
        for round in 0..<200 {
            for word in 0..<ScoreboardLayout.Status.words {
                let value = round % 2 == 0 ? random.next() : UInt64.max
                reader.memory.store(value, at: ScoreboardLayout.slot(0) + word)
            }
            reader.memory.store(UInt64(round % 7), at: ScoreboardLayout.slot(0))
            reader.memory.store(random.next(), at: ScoreboardLayout.Header.routeCount)
            _ = reader.look(0)
            let snapshot = reader.snapshot()
            _ = PrometheusText.render(snapshot)
            _ = StatusTable.render(snapshot)
        }
    }

    @Test func readersNeverSeeHalfOfAChange() throws {
        let reader = try board.open()
        let path = board.path
        let writing = Thread {
            let routes = ["GET /a", "GET /b"]
            guard let worker = try? TemporaryBoard.attach(to: path, slot: 0, pool: "p", routes: routes) else { return }
            for round in 0..<20_000 {
                worker.begin(round & 1, requestID: round & 1 == 0 ? "aaaaaaaa" : "bbbbbbbb")
                for _ in 0..<8 { worker.end(status: 200, duration: .milliseconds(1)) }
            }
        }
        writing.start()
        var seen = 0
        while !writing.isFinished {
            let (words, isSettled) = reader.statusWords(0)
            guard isSettled, words[ScoreboardLayout.Status.route] > 0 else { continue }
            seen += 1
            let isFirst = words[ScoreboardLayout.Status.route] == 1
            let id = words[ScoreboardLayout.Status.requestID]
            #expect(id == (isFirst ? 0x6161_6161_6161_6161 : 0x6262_6262_6262_6262))
        }
        #expect(seen > 0)
    }
}
