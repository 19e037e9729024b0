import Foundation
import Platform
import Testing

@testable import Supervision

/// The whole manager with real processes, sockets and signals.
@Suite(.serialized)
struct LiveServingTests {
    /// The first failure of a worker that had been ready costs no pause: see `BackOff`.
    @Test func theRequestAfterAnIdleWorkerWasKilledIsServedByItsReplacementWithoutAPause() throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.waitForWorkers(1)
        let first = try manager.ask().process
        ChildProcess.signal(first, .kill)
        #expect(try manager.ask().process != first)
        manager.wait(for: "the log line") { manager.log.contains("signal 9 (SIGKILL)") }
        #expect(manager.backOffs == [])
    }

    @Test func aWorkerThatReachedItsLimitIsReplaced() throws {
        let manager = try LiveManager(["--workers", "1", "--max-requests", "3"])
        manager.waitForWorkers(1)
        var seen: Set<Int32> = []
        for _ in 0..<12 { seen.insert(try manager.ask().process) }
        #expect(seen.count >= 3)
        manager.wait(for: "the log line") { manager.log.contains("\"reason\":\"limit\"") }
        #expect(!manager.log.contains("A worker died."))
    }

    @Test func twoPoolsHaveTheirOwnSocketsAndSizes() throws {
        let manager = try LiveManager(["--workers", "1", "--pool", "assistant:2:\(LiveManager.stub)"])
        manager.wait(for: "both pools") { manager.serving() == 1 && manager.serving("assistant") == 2 }
        #expect(try manager.ask().process != manager.ask(pool: "assistant").process)
        #expect(try manager.control(.scale(pool: "assistant", workers: 3)) == .done("The pool gets 3 workers."))
        manager.waitForWorkers(3, pool: "assistant")
        #expect(manager.serving() == 1)
    }

    @Test func socketsAreForOwnerAndGroupOnly() throws {
        let manager = try LiveManager()
        manager.waitForWorkers(2)
        for (name, mode) in [("onboarding.sock", 0o660), ("control.sock", 0o600), ("scoreboard", 0o600)] {
            let path = "\(manager.directory)/\(name)"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
    }

    @Test func workersInheritOnlyWhatTheyNeed() throws {
        let manager = try LiveManager()
        manager.waitForWorkers(2)
        let worker = try manager.ask().process
        // The connection of the question above is closed a moment after its answer.
        try manager.wait(for: "a single socket, the listening one") {
            try links(worker).count { $0.hasPrefix("socket:") } == 1
        }
        #expect(try links(worker).contains { $0.hasPrefix("pipe:") })
        #expect(try links(worker).count { $0.hasSuffix("/manager.lock") } == 0)
    }

    private func links(_ process: Int32) throws -> [String] {
        let folder = "/proc/\(process)/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
        }
    }

    @Test func aRequestOverTheDeadlineCostsItsWorkerOnly() throws {
        let manager = try LiveManager(["--workers", "2"], environment: ["REQUEST_DEADLINE": "100ms"])
        manager.waitForWorkers(2)
        let before = manager.workers
        let start = MonotonicClock.now
        #expect(throws: (any Error).self) { try manager.ask("sleep 15000") }
        #expect(MonotonicClock.now - start < .seconds(10))
        manager.waitForWorkers(2)
        #expect(manager.log.contains("GET /sleep") && manager.log.contains("\"request_id\":\"request-"))
        #expect(manager.log.contains("its request took too long"))
        let after = manager.workers
        #expect(before.count == 2 && after.count == 2 && before.intersection(after).count == 1, "\(before), \(after)")
        #expect(try manager.ask().process > 0)
    }

    @Test func aWorkerThatGrewTooLargeIsReplacedWithoutAGap() throws {
        let manager = try LiveManager(["--workers", "1", "--max-memory", "40"])
        manager.waitForWorkers(1)
        let caller = Caller(manager.directory)
        let large = try manager.ask("grow 60").process
        try manager.wait(for: "another worker") { try manager.ask().process != large }
        manager.wait(for: "the log line") { manager.log.contains("\"reason\":\"memory\"") }
        #expect(caller.stop() == [])
    }

    @Test func workersThatRefuseTheirSettingsAreRetriedEverMoreSlowly() throws {
        let manager = try LiveManager(["--workers", "1"], environment: ["STUB_EXIT": "78"])
        manager.wait(for: "several tries") { manager.backOffs.count >= 4 }
        let delays = manager.backOffs
        #expect(delays == Array(Set(delays)).sorted() && delays[0] >= 75, "\(delays)")
        #expect(manager.log.contains("A worker refused its settings."))
        #expect(manager.serving() == 0)
        manager.signal(.terminate)
        #expect(manager.exitCode(of: manager.process) == 0)
    }
}
