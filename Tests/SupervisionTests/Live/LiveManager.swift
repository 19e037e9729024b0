import Foundation
import Platform
import Scoreboard
import Support
import SystemPackage
import Testing

@testable import Supervision

/// A manager in a process of its own, over a directory of its own, with stub workers. Ends with this value.
final class LiveManager {
    /// The program of stub workers.
    static let stub = Repository.debugPrograms + "/worker-stub"

    private let home: TemporaryDirectory
    private(set) var process: Int32 = 0
    private let responder: String?
    private var environment: [String: String] = [
        "DATABASE_URL": "postgresql:///unused",
        "JWT_SECRET": String(repeating: "s", count: 32),
        "FERNET_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "LOG_LEVEL": "debug",
    ]

    /// - Parameter responder: the workers' program; nil for the one that the manager runs by itself.
    init(
        _ arguments: [String] = ["--workers", "2"],
        environment own: [String: String] = [:],
        responder: String? = LiveManager.stub
    ) throws {
        self.responder = responder
        home = try TemporaryDirectory()
        environment["RUNTIME_DIRECTORY"] = home.path
        environment.merge(own) { $1 }
        try start(arguments)
    }

    deinit {
        // Workers notice the end of their manager by themselves.
        for process in [process, chargedProcess] where process > 0 { ChildProcess.signal(process, .kill) }
    }

    /// Its runtime directory.
    var directory: String { home.path }

    /// Starts a manager in the directory; the test process is its parent.
    func start(_ arguments: [String]) throws {
        let log = try FileDescriptor.open(
            FilePath(logPath),
            .writeOnly,
            options: [.create, .append, .closeOnExec],
            permissions: .ownerReadWrite
        )
        defer { log.closeIgnoringErrors() }
        process = try ChildProcess.start(
            Repository.debugPrograms + "/onboardingctl",
            arguments: ["serve"] + (responder.map { ["--responder", $0] } ?? []) + arguments,
            environment: environment,
            descriptors: [1: log, 2: log]
        )
    }

    var logPath: String { home.file("log") }
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// The manager that holds the lock, by its own word.
    var chargedProcess: Int32 {
        let text = (try? String(contentsOfFile: RuntimePaths(directory: directory).lock, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first?.split(separator: " ").last.flatMap { Int32($0) } ?? 0
    }

    func signal(_ signal: ProcessSignal) { ChildProcess.signal(process, signal) }

    /// The answer of one worker: its process id and the text that it was configured with.
    func ask(_ line: String = "hello", pool: String = "onboarding") throws -> (process: Int32, text: String) {
        let connection = try UnixSocket.connect(home.file("\(pool).sock"), blocking: true)
        defer { connection.closeIgnoringErrors() }
        try connection.writeAll("\(line)\n".utf8)
        let words = String(decoding: try connection.readOnce(limit: 256), as: UTF8.self).split(separator: " ")
        guard words.count == 2, let process = Int32(words[0]) else { throw NoAnswer() }
        return (process, words[1].trimmingCharacters(in: .newlines))
    }

    struct NoAnswer: Error {}

    func control(_ request: ControlRequest) throws -> ControlReply {
        try ControlClient.ask(request, in: directory)
    }

    /// How many workers of a pool accept connections; 0 without a manager.
    func serving(_ pool: String = "onboarding") -> Int {
        guard case .status(_, _, let pools)? = try? control(.status) else { return 0 }
        return pools.first { $0.name == pool }?.serving ?? 0
    }

    /// The process ids of the workers that serve.
    var workers: Set<Int32> {
        Set(((try? StatusReport.take(in: directory))?.snapshot.workers ?? []).map(\.process))
    }

    /// How many milliseconds each pause before another start was to take, in order.
    var backOffs: [Int] { log.matches(of: /"delay_ms":"(\d+)"/).compactMap { Int($0.1) } }

    /// Waits until something holds; a failed test after 20 s.
    func wait(
        for what: String,
        _ condition: () throws -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) rethrows {
        if try eventually(condition) { return }
        Issue.record("waited in vain for: \(what)\n\(log)", sourceLocation: sourceLocation)
    }

    /// Waits until this many workers of a pool accept connections.
    func waitForWorkers(_ count: Int, pool: String = "onboarding", sourceLocation: SourceLocation = #_sourceLocation) {
        wait(for: "\(count) workers", { serving(pool) == count }, sourceLocation: sourceLocation)
    }

    /// How the process that the test started ended. Other tests' children stay theirs.
    func exitCode(of process: Int32) -> Int32? {
        var status: Int32 = 0
        return eventually { unsafe waitpid(process, &status, WNOHANG) == process } ? status : nil
    }
}

/// Asks without a pause until it is told to stop, and counts what went wrong.
final class Caller: @unchecked Sendable {
    private let lock = NSLock()
    private var stopped = false
    private var thread: Thread?
    private let finished = DispatchSemaphore(value: 0)
    private(set) var answers = 0
    private(set) var failures: [String] = []

    init(_ directory: String) {
        let thread = Thread { [self] in
            while !isStopped {
                do {
                    let connection = try UnixSocket.connect("\(directory)/onboarding.sock", blocking: true)
                    defer { connection.closeIgnoringErrors() }
                    try connection.writeAll("hello\n".utf8)
                    let isAnswered = try connection.readOnce(limit: 256).isEmpty == false
                    lock.withLock { if isAnswered { answers += 1 } else { failures.append("no answer") } }
                } catch {
                    lock.withLock { failures.append("\(error)") }
                }
            }
            finished.signal()
        }
        self.thread = thread
        thread.start()
    }

    private var isStopped: Bool { lock.withLock { stopped } }

    /// Stops and returns what went wrong.
    func stop() -> [String] {
        lock.withLock { stopped = true }
        finished.wait()
        return failures
    }
}
