import Foundation
import Platform
import Scoreboard
import Support
import SystemPackage
import Testing

@testable import Supervision

/// Workers that are copies of one process, with the real program.
@Suite(.serialized)
struct ForkServerTests {
    private struct Child {
        let id: Int32
        let commandLine: String
        var isForkServer: Bool { commandLine.hasPrefix("fork-server ") }
    }

    /// The children of a manager that have not ended.
    private func children(of manager: LiveManager) -> [Child] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { id in
            guard let status = try? TextFile.read("/proc/\(id)/status"),
                status.contains("PPid:\t\(manager.process)\n"), !status.contains("State:\tZ"),
                let line = try? TextFile.read("/proc/\(id)/cmdline")
            else { return nil }
            return Child(id: id, commandLine: line.replacing("\0", with: " "))
        }
    }

    private func workers(of manager: LiveManager) -> [Int32] {
        children(of: manager).filter { !$0.isForkServer }.map(\.id).sorted()
    }

    @Test func workersAreTheManagersChildrenAndShowTheirOwnArguments() throws {
        let manager = try LiveManager(["--workers", "3"], responder: nil)
        manager.waitForWorkers(3)
        let children = children(of: manager)
        #expect(children.count { $0.isForkServer } == 1)
        let workers = children.filter { !$0.isForkServer }
        #expect(workers.count == 3)
        for slot in 0..<3 {
            #expect(
                workers.contains {
                    $0.commandLine.contains("onboarding-responder ") && $0.commandLine.contains("--slot \(slot) ")
                }
            )
        }
        #expect(!manager.log.contains("does not work"))
    }

    @Test func aKilledWorkerIsReplacedThoughTheForkServerWasKilledToo() throws {
        let manager = try LiveManager(["--workers", "2"], responder: nil)
        manager.waitForWorkers(2)
        let before = workers(of: manager)
        let server = try #require(children(of: manager).first { $0.isForkServer }).id
        ChildProcess.signal(server, .kill)
        for worker in before { ChildProcess.signal(worker, .kill) }
        manager.wait(for: "new workers") {
            manager.serving() == 2 && Set(workers(of: manager)).isDisjoint(with: before)
        }
        manager.wait(for: "another fork server") {
            let servers = children(of: manager).filter(\.isForkServer).map(\.id)
            return servers.count == 1 && servers != [server]
        }
        #expect(!manager.log.contains("does not work"))
    }

    @Test func aReloadGetsAForkServerOfItsOwnAndTheOldOneEnds() throws {
        let manager = try LiveManager(["--workers", "2"], responder: nil)
        manager.waitForWorkers(2)
        let old = children(of: manager).filter(\.isForkServer).map(\.id)
        #expect(try manager.control(.reload) == .done("Every worker runs with the new settings."))
        manager.wait(for: "the old fork server's end") {
            let servers = children(of: manager).filter(\.isForkServer).map(\.id)
            return servers.count == 1 && servers != old
        }
    }

    @Test func nothingIsLeftBehindWhenTheManagerIsKilled() throws {
        let manager = try LiveManager(["--workers", "2"], responder: nil)
        manager.waitForWorkers(2)
        let processes = children(of: manager).map(\.id)
        #expect(processes.count == 3)
        ChildProcess.signal(manager.process, .kill)
        #expect(manager.exitCode(of: manager.process) != nil)
        manager.wait(for: "their end") {
            processes.allSatisfy { id in
                guard let status = try? TextFile.read("/proc/\(id)/status") else { return true }
                return status.contains("State:\tZ")
            }
        }
    }

    @Test func workersOfAProgramThatCannotCopyItselfAreStartedOneByOne() throws {
        let directory = try TemporaryDirectory()
        let pool = PoolConfiguration(name: "plain", workers: 1, executable: "/bin/sleep")
        let configuration = ManagerConfiguration(
            runtimeDirectory: directory.path,
            pools: [pool],
            settings: SettingsSource(environment: [:]),
            command: ("/bin/true", [])
        )
        let launcher = try WorkerLauncher(configuration, scoreboard: Scoreboard(path: directory.file("scoreboard")))
        let settings = try configuration.settings.load()
        let lock = try ManagerLock(path: directory.file("lock"))
        let socket = try ListeningSocket(path: directory.file("plain.sock"), lock: lock)
        let worker = try launcher.start(pool, socket: socket, settings: settings, near: 0)
        #expect(worker.process > 0)
        #expect(settings.withoutForkServer["plain"] == .seconds(Int64.max), "it will not be asked again")
        #expect(settings.forkServers.isEmpty)
    }

    /// One ends without a word, one says something else, one never says anything.
    @Test(arguments: ["exit 0", "echo hello >&4; exec sleep 60", "exec sleep 60"])
    func aProgramThatDoesNotGreetIsNoForkServer(script: String) throws {
        let nothing = try FileDescriptor.open(FilePath("/dev/null"), .readOnly)
        defer { nothing.closeIgnoringErrors() }
        var process: Int32 = 0
        #expect(throws: NoForkServer.self) {
            _ = try ForkServerClient(listener: nothing) { orders in
                process = try ChildProcess.start(
                    "/bin/sh",
                    arguments: ["-c", script],
                    environment: ["PATH": "/usr/bin:/bin"],
                    descriptors: [0: nothing, 4: orders]
                )
                return process
            }
        }
        #expect(process > 0)
        let isOver = eventually {
            guard let status = try? TextFile.read("/proc/\(process)/status") else { return true }
            return status.contains("State:\tZ")
        }
        #expect(isOver, "it is not left behind")
    }
}
