import Foundation
import Platform
import Support
import SystemPackage
import Testing

extension EndToEnd {
    /// The system grants no further process.
    @Suite struct ForkFaultTests {
        @Test func whatCannotBeStartedIsToldRetriedSlowlyAndStartedOnceItCanBe() throws {
            let folder = "/tmp/ava-fork-" + UUID().uuidString.prefix(8).lowercased()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            // The limit counts the processes of a user, and root has none. So root lends the manager a user of its own,
            // who cannot read what root has built.
            let isRoot = NSUserName() == "root"
            let user = isRoot ? Int.random(in: 1_000_000..<2_000_000) : Int(getuid())
            for program in ["onboardingctl", "onboarding-responder"] {
                try FileManager.default.copyItem(
                    atPath: "\(Repository.programs)/\(program)",
                    toPath: "\(folder)/\(program)"
                )
            }
            try FileManager.default.createDirectory(atPath: "\(folder)/run", withIntermediateDirectories: false)
            if isRoot { _ = try Command(["chown", "-R", "\(user):\(user)", folder]) }

            let log = try FileDescriptor.open(
                FilePath("\(folder)/log"),
                .writeOnly,
                options: [.append, .create, .closeOnExec],
                permissions: .ownerReadWrite
            )
            defer { log.closeIgnoringErrors() }
            var environment = try EndToEnd.stack().values()
            environment["RUNTIME_DIRECTORY"] = "\(folder)/run"
            // The manager, the process that workers are copied from, and two workers fit.
            let limit = tasks(of: user) + 4
            let becoming = isRoot ? ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"] : []
            let manager = try ChildProcess.start(
                "/usr/bin/env",
                arguments: becoming + [
                    "prlimit", "--nproc=\(limit):", "\(folder)/onboardingctl", "serve", "--workers", "4",
                ],
                environment: environment,
                descriptors: [1: log, 2: log]
            )
            defer { ChildProcess.signal(manager, .terminate) }
            func workers() -> [Int32] { ProcessFacts.all().filter { $0.parent == manager && $0.isWorker }.map(\.id) }
            func lines(_ text: String) -> Int {
                ((try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "")
                    .components(separatedBy: text).count - 1
            }
            #expect(eventually { workers().count == 2 && lines("A worker could not be started.") >= 4 })
            #expect(lines("Workers keep failing; the next one is started later.") > 0)
            let (failures, instant) = (lines("A worker could not be started."), MonotonicClock.now)
            #expect(eventually { MonotonicClock.now - instant > .seconds(1) })
            #expect(lines("A worker could not be started.") - failures < 40, "it does not try without a pause")
            #expect(workers().count == 2, "those that run stay")

            for process in ProcessFacts.all() where process.id == manager || process.parent == manager {
                let lifted = try Command(becoming + ["prlimit", "--pid", "\(process.id)", "--nproc=\(limit + 100):"])
                #expect(lifted.status == 0, "\(lifted.errors)")
            }
            #expect(eventually { workers().count == 4 })
            ChildProcess.signal(manager, .terminate)
            #expect(eventually { ProcessFacts.memory(of: manager) == nil })
        }

        /// Threads count like processes.
        private func tasks(of user: Int) -> Int {
            ProcessFacts.all().reduce(0) { sum, facts in
                let owner =
                    try? FileManager.default.attributesOfItem(atPath: "/proc/\(facts.id)")[.ownerAccountID] as? Int
                guard owner == user else { return sum }
                return sum
                    + ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(facts.id)/task"))?.count ?? 1)
            }
        }
    }
}
