import Foundation
import Platform
import Testing

@testable import Supervision

/// Reloads and upgrades of a manager with real processes, while somebody calls without a pause.
@Suite(.serialized)
struct LiveReloadTests {
    @Test func aReloadBringsNewSettingsWithoutALostRequest() throws {
        let settings = "/tmp/settings-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: settings) }
        try "STUB_TEXT=old\n".write(toFile: settings, atomically: true, encoding: .utf8)
        let manager = try LiveManager(["--workers", "3", "--settings", settings])
        manager.wait(for: "the workers") { manager.serving() == 3 }
        let caller = Caller(manager.directory.path)
        #expect(try manager.ask().text == "old")
        try "STUB_TEXT=new\n".write(toFile: settings, atomically: true, encoding: .utf8)
        #expect(try manager.control(.reload) == .done("Every worker runs with the new settings."))
        for _ in 0..<10 { #expect(try manager.ask().text == "new") }
        #expect(caller.stop() == [])
        #expect(caller.answers > 0)
    }

    @Test func brokenSettingsChangeNothing() throws {
        let settings = "/tmp/settings-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: settings) }
        try "STUB_TEXT=old\n".write(toFile: settings, atomically: true, encoding: .utf8)
        let manager = try LiveManager(["--workers", "2", "--settings", settings])
        manager.wait(for: "the workers") { manager.serving() == 2 }
        for (broken, complaint) in [
            ("JWT_SECRET=short\n", "JWT_SECRET"), ("not a setting\n", "not of the form NAME=value"),
            ("STUB_EXIT=78\n", "exit code 78"),
        ] {
            try broken.write(toFile: settings, atomically: true, encoding: .utf8)
            guard case .refused(let sentence) = try manager.control(.reload) else {
                Issue.record("accepted: \(broken)")
                continue
            }
            #expect(sentence.contains(complaint), "\(sentence)")
            #expect(sentence.contains("The old workers stay."))
            #expect(try manager.ask().text == "old")
        }
        #expect(manager.serving() == 2)
        #expect(!manager.log.contains("short"))
    }

    @Test func aWorkerStartedLaterGetsTheSecretsThatWereAccepted() throws {
        let secret = "/tmp/secret-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: secret) }
        try "good".write(toFile: secret, atomically: true, encoding: .utf8)
        let manager = try LiveManager(["--workers", "1"], environment: ["STUB_SECRET_FILE": secret])
        manager.wait(for: "the worker") { manager.serving() == 1 }
        try "bad".write(toFile: secret, atomically: true, encoding: .utf8)
        let first = try manager.ask().process
        ChildProcess.signal(first, .kill)
        #expect(try manager.ask().process != first)
        #expect(!manager.log.contains("A worker refused its settings."))
        guard case .refused = try manager.control(.reload) else {
            Issue.record("the bad secret was accepted")
            return
        }
        #expect(try manager.ask().process > 0)
    }

    @Test func aStormOfReloadsEndsWithTheLastSettings() throws {
        let settings = "/tmp/settings-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: settings) }
        try "STUB_TEXT=0\n".write(toFile: settings, atomically: true, encoding: .utf8)
        let manager = try LiveManager(["--workers", "2", "--settings", settings])
        manager.wait(for: "the workers") { manager.serving() == 2 }
        let caller = Caller(manager.directory.path)
        for round in 1...25 {
            try "STUB_TEXT=\(round)\n".write(toFile: settings, atomically: true, encoding: .utf8)
            manager.signal(.hangUp)
            usleep(1_000)
        }
        try manager.wait(for: "the last settings") {
            try (0..<6).allSatisfy { _ in try manager.ask().text == "25" } && manager.serving() == 2
        }
        #expect(caller.stop() == [])
        #expect(manager.chargedProcess == manager.process)
    }

    @Test(arguments: [true, false])
    func anUpgradeLosesNoRequestAndKeepsTheNumberOfWorkers(bySignal: Bool) throws {
        let manager = try LiveManager(["--workers", "1"])
        manager.wait(for: "the worker") { manager.serving() == 1 }
        _ = try manager.control(.scale(pool: nil, workers: 3))
        manager.wait(for: "three workers") { manager.serving() == 3 }
        let caller = Caller(manager.directory.path)
        if bySignal {
            manager.signal(.user2)
        } else {
            guard case .done = try manager.control(.upgrade) else {
                Issue.record("the upgrade was refused")
                return
            }
        }
        #expect(manager.exitCode(of: manager.process) == 0)
        #expect(manager.chargedProcess != manager.process)
        #expect(manager.serving() == 3)
        #expect(caller.stop() == [])
        _ = try ControlClient.ask(.stop(.quick), in: manager.directory.path)
        #expect(!FileManager.default.fileExists(atPath: "\(manager.directory.path)/onboarding.sock"))
    }

    @Test func anUpgradeThatFailsLeavesTheOldManagerInCharge() throws {
        let settings = "/tmp/settings-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: settings) }
        try "".write(toFile: settings, atomically: true, encoding: .utf8)
        let manager = try LiveManager(["--workers", "2", "--settings", settings])
        manager.wait(for: "the workers") { manager.serving() == 2 }
        try "JWT_SECRET=short\n".write(toFile: settings, atomically: true, encoding: .utf8)
        manager.signal(.user2)
        manager.wait(for: "the report") { manager.log.contains("The new manager ended before it took over") }
        #expect(manager.serving() == 2)
        #expect(manager.chargedProcess == manager.process)
        #expect(try manager.ask().process > 0)
    }
}
