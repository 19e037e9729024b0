import Foundation
import Platform
import Support
import SystemPackage
import Testing

/// A manager that a test starts in the place of a stack's own one, with the same settings.
struct OwnManager {
    let process: Int32

    /// The manager that holds the lock of the stack's runtime directory.
    static func current(_ stack: RunningStack) throws -> Int32 {
        let text = try String(contentsOfFile: "\(stack.state)/run/manager.lock", encoding: .utf8)
        return try #require(text.split(separator: "\n").first?.split(separator: " ").last.flatMap { Int32($0) })
    }

    /// The environment of the stack's manager.
    static func environment(_ stack: RunningStack) throws -> [String: String] {
        let manager = try current(stack)
        let facts = try #require(stack.processes.first { $0.id == manager }, "the manager is gone")
        let pairs = facts.environment.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
        return Dictionary(pairs.map { (String($0[0]), $0.count == 2 ? String($0[1]) : "") }) { first, _ in first }
    }

    /// Runs `onboardingctl` against the manager in charge.
    static func control(_ stack: RunningStack, _ words: String...) throws -> Command {
        try Command(["\(Repository.programs)/onboardingctl"] + words + ["--runtime-directory", "\(stack.state)/run"])
    }

    /// Ends the manager in charge, and waits until it is gone.
    static func stop(_ stack: RunningStack) throws {
        let old = try current(stack)
        #expect(try control(stack, "stop").status == 0)
        #expect(eventually { !stack.processes.contains { $0.id == old } })
    }

    /// Starts a manager; the one before must have ended.
    /// - Parameters:
    ///   - prefix: words before the command, such as `prlimit`.
    ///   - log: where it writes; nil for the stack's log.
    init(
        on stack: RunningStack,
        environment: [String: String],
        workers: Int,
        prefix: [String] = [],
        more: [String] = [],
        log: FileDescriptor? = nil
    ) throws {
        let file = try FileDescriptor.open(
            FilePath("\(stack.state)/log/serve.log"),
            .writeOnly,
            options: [.append, .create, .closeOnExec],
            permissions: .ownerReadWrite
        )
        defer { file.closeIgnoringErrors() }
        process = try ChildProcess.start(
            "/usr/bin/env",
            arguments: prefix + ["\(Repository.programs)/onboardingctl", "serve", "--workers", "\(workers)"] + more,
            environment: environment,
            descriptors: [1: log ?? file, 2: log ?? file]
        )
        try "\(process)\n".write(toFile: "\(stack.state)/run/serve.pid", atomically: true, encoding: .utf8)
    }
}
