import Foundation
import Platform
import Support
import Testing

@testable import Supervision

/// Reloads and upgrades of a manager with real processes, while somebody calls without a pause.
@Suite(.serialized)
struct LiveReloadTests {
    @Test func aReloadBringsNewSettingsWithoutALostRequest() throws {
        let files = try TemporaryDirectory()
        let settings = try files.write("STUB_TEXT=old\n", to: "settings")
        let manager = try LiveManager(["--workers", "3", "--settings", settings])
        manager.waitForWorkers(3)
        let caller = Caller(manager.directory)
        #expect(try manager.ask().text == "old")
        try files.write("STUB_TEXT=new\n", to: "settings")
        #expect(try manager.control(.reload) == .done("Every worker runs with the new settings."))
        for _ in 0..<10 { #expect(try manager.ask().text == "new") }
        #expect(caller.stop() == [])
        #expect(caller.answers > 0)
    }

    @Test func brokenSettingsChangeNothing() throws {
        let files = try TemporaryDirectory()
        let settings = try files.write("STUB_TEXT=old\n", to: "settings")
        let manager = try LiveManager(["--workers", "2", "--settings", settings])
        manager.waitForWorkers(2)
        for (broken, complaint) in [
            ("JWT_SECRET=short\n", "JWT_SECRET"), ("not a setting\n", "not of the form NAME=value"),
            ("STUB_EXIT=78\n", "exit code 78"),
        ] {
            try files.write(broken, to: "settings")
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
        let files = try TemporaryDirectory()
        let secret = try files.write("good", to: "secret")
        let manager = try LiveManager(["--workers", "1"], environment: ["STUB_SECRET_FILE": secret])
        manager.waitForWorkers(1)
        try files.write("bad", to: "secret")
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
        let files = try TemporaryDirectory()
        let settings = try files.write("STUB_TEXT=0\n", to: "settings")
        let manager = try LiveManager(["--workers", "2", "--settings", settings])
        manager.waitForWorkers(2)
        let caller = Caller(manager.directory)
        for round in 1...25 {
            try files.write("STUB_TEXT=\(round)\n", to: "settings")
            manager.signal(.hangUp)
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
        manager.waitForWorkers(1)
        _ = try manager.control(.scale(pool: nil, workers: 3))
        manager.waitForWorkers(3)
        let caller = Caller(manager.directory)
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
        _ = try ControlClient.ask(.stop(.quick), in: manager.directory)
        #expect(!FileManager.default.fileExists(atPath: "\(manager.directory)/onboarding.sock"))
    }

    @Test func duringAnUpgradeScalingIsRefusedAndAStopStopsBothManagers() throws {
        let manager = try LiveManager(["--workers", "2"])
        manager.waitForWorkers(2)
        let old = manager.process
        guard case .done = try manager.control(.upgrade) else {
            Issue.record("the upgrade was refused")
            return
        }
        #expect(
            try manager.control(.scale(pool: nil, workers: 3))
                == .refused(
                    "An upgrade is under way; scale again when it is complete."
                )
        )
        let (_, new) = try #require(manager.log.firstMatch(of: /"manager_pid":"(\d+)"/)?.output)
        func text(_ file: String) -> String {
            (try? String(contentsOfFile: "/proc/\(new)/\(file)", encoding: .utf8)) ?? ""
        }
        manager.wait(for: "the new manager's first process") { !text("task/\(new)/children").isEmpty }
        _ = try manager.control(.stop(.quick))
        #expect(manager.exitCode(of: old) == 0)
        manager.wait(for: "the new manager to leave") { text("cmdline").isEmpty }
        #expect(!FileManager.default.fileExists(atPath: "\(manager.directory)/onboarding.sock"))
    }

    @Test func anUpgradeThatFailsLeavesTheOldManagerInCharge() throws {
        let files = try TemporaryDirectory()
        let settings = try files.write("", to: "settings")
        let manager = try LiveManager(["--workers", "2", "--settings", settings])
        manager.waitForWorkers(2)
        try files.write("JWT_SECRET=short\n", to: "settings")
        manager.signal(.user2)
        manager.wait(for: "the report") { manager.log.contains("The new manager ended before it took over") }
        #expect(manager.serving() == 2)
        #expect(manager.chargedProcess == manager.process)
        #expect(try manager.ask().process > 0)
    }
}
