import Foundation
import Platform
import Scoreboard
import SystemPackage
import Testing

@testable import Supervision

/// Starting where something is already, and stopping.
@Suite(.serialized)
struct LiveTakeoverTests {
    @Test func aSecondManagerIsRefused() throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.waitForWorkers(1)
        let first = manager.process
        try manager.start(["--workers", "1"])
        #expect(manager.exitCode(of: manager.process) == 1 << 8)
        #expect(manager.log.contains("Another manager (process \(first)) runs in this directory"))
        #expect(try manager.ask().process > 0)
        _ = try ControlClient.ask(.stop(.quick), in: manager.directory)
    }

    @Test func aNewManagerTakesOverFromOneThatWasKilled() throws {
        let manager = try LiveManager(["--workers", "2"])
        manager.waitForWorkers(2)
        let old = manager.process
        let slow = try UnixSocket.connect("\(manager.directory)/onboarding.sock", blocking: true)
        defer { slow.closeIgnoringErrors() }
        try slow.writeAll("sleep 2000\n".utf8)
        manager.wait(for: "the request in hand") { manager.isBusy }
        ChildProcess.signal(old, .kill)
        _ = manager.exitCode(of: old)
        try manager.start(["--workers", "2"])
        manager.waitForWorkers(2)
        #expect(try manager.ask().process > 0)
        #expect(try slow.readOnce(limit: 256).isEmpty == false)
    }

    @Test func aForeignSocketAndAPlainFileAreRefusedAndLeftAlone() throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.waitForWorkers(1)
        _ = try ControlClient.ask(.stop(.quick), in: manager.directory)
        _ = manager.exitCode(of: manager.process)
        let path = "\(manager.directory)/onboarding.sock"

        let foreign = try UnixSocket.listen(at: path, permissions: .ownerReadWrite, backlog: 1)
        try manager.start(["--workers", "1"])
        #expect(manager.exitCode(of: manager.process) == 1 << 8)
        #expect(manager.log.contains("Another program accepts connections at \(path); stop it first."))
        foreign.closeIgnoringErrors()

        try manager.start(["--workers", "1"])
        manager.waitForWorkers(1)
        _ = try ControlClient.ask(.stop(.quick), in: manager.directory)
        _ = manager.exitCode(of: manager.process)

        try "precious".write(toFile: path, atomically: true, encoding: .utf8)
        try manager.start(["--workers", "1"])
        #expect(manager.exitCode(of: manager.process) == 1 << 8)
        #expect(manager.log.contains("\(path) exists and is no socket; move it away."))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func aStopLetsTheRequestInHandFinish() throws {
        let manager = try LiveManager(["--workers", "2"])
        manager.waitForWorkers(2)
        let slow = try UnixSocket.connect("\(manager.directory)/onboarding.sock", blocking: true)
        defer { slow.closeIgnoringErrors() }
        try slow.writeAll("sleep 2000\n".utf8)
        manager.wait(for: "the request in hand") { manager.isBusy }
        manager.signal(.terminate)
        #expect(try slow.readOnce(limit: 256).isEmpty == false)
        #expect(manager.exitCode(of: manager.process) == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: manager.directory).sorted() == [
                "log", "manager.lock", "scoreboard",
            ]
        )
    }

    @Test func aGracefulStopServesWhoeverWaits() throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.waitForWorkers(1)
        let path = "\(manager.directory)/onboarding.sock"
        let waiting = try (0..<10).map { _ in
            let connection = try UnixSocket.connect(path, blocking: true)
            try connection.writeAll("sleep 20\n".utf8)
            return connection
        }
        manager.signal(.quit)
        for connection in waiting {
            #expect(try connection.readOnce(limit: 256).isEmpty == false)
            connection.closeIgnoringErrors()
        }
        #expect(manager.exitCode(of: manager.process) == 0)
    }

    @Test func signalsAddAndRemoveAWorker() throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.waitForWorkers(1)
        manager.signal(.terminalInput)
        manager.waitForWorkers(2)
        manager.signal(.terminalOutput)
        manager.waitForWorkers(1)
    }

    @Test func nonsenseOnTheControlSocketIsAnsweredAndHarmsNobody() throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.waitForWorkers(1)
        let path = RuntimePaths(directory: manager.directory).control
        for line in ["", "nonsense", "{}", "[1]", #"{"command":"dance"}"#, #"{"command":"scale","workers":"many"}"#] {
            let connection = try UnixSocket.connect(path, blocking: true)
            try connection.writeAll("\(line)\n".utf8)
            let answer = String(decoding: try connection.readOnce(limit: 4_096), as: UTF8.self)
            #expect(answer.hasPrefix(#"{"ok":false,"message":""#), "\(line): \(answer)")
            connection.closeIgnoringErrors()
        }
        let endless = try UnixSocket.connect(path, blocking: true)
        _ = try? endless.writeAll(repeatElement(UInt8(ascii: "x"), count: 20_000))
        #expect((try? endless.readOnce(limit: 1))?.isEmpty ?? true)
        endless.closeIgnoringErrors()
        #expect(
            try manager.control(.scale(pool: "onboarding", workers: 0)) == .refused("\(CommandError.badCount(0))")
        )
        #expect(manager.serving() == 1)
    }
}

extension LiveManager {
    /// Whether a worker has a request in hand.
    var isBusy: Bool {
        ((try? StatusReport.take(in: directory))?.snapshot.workers ?? []).contains { $0.state == .working }
    }
}
