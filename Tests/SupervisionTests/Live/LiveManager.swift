import Foundation
import Platform
import SystemPackage
import Testing

@testable import Supervision

/// A manager in a process of its own, over a directory of its own, with stub workers. Ends with this value.
final class LiveManager {
    /// Where the built programs lie: beside the tests.
    static let programs = ((try? ThisProcess.executablePath()) ?? "").split(separator: "/").dropLast()
        .reduce("") { "\($0)/\($1)" }

    let directory: URL
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
        responder: String? = "\(LiveManager.programs)/worker-stub"
    ) throws {
        self.responder = responder
        directory = URL(fileURLWithPath: "/tmp/manager-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        environment["RUNTIME_DIRECTORY"] = directory.path
        environment.merge(own) { $1 }
        try start(arguments)
    }

    deinit {
        for process in [process, chargedProcess] where process > 0 { ChildProcess.signal(process, .kill) }
        // Workers notice the end of their manager by themselves.
        try? FileManager.default.removeItem(at: directory)
    }

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
            "\(Self.programs)/onboardingctl",
            arguments: ["serve"] + (responder.map { ["--responder", $0] } ?? []) + arguments,
            environment: environment,
            descriptors: [1: log, 2: log]
        )
    }

    var logPath: String { directory.appendingPathComponent("log").path }
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// The manager that holds the lock, by its own word.
    var chargedProcess: Int32 {
        let text = (try? String(contentsOfFile: RuntimePaths(directory: directory.path).lock, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first?.split(separator: " ").last.flatMap { Int32($0) } ?? 0
    }

    func signal(_ signal: ProcessSignal) { ChildProcess.signal(process, signal) }

    /// The answer of one worker: its process id and the text that it was configured with.
    func ask(_ line: String = "hello", pool: String = "onboarding") throws -> (process: Int32, text: String) {
        let connection = try UnixSocket.connect("\(directory.path)/\(pool).sock", blocking: true)
        defer { connection.closeIgnoringErrors() }
        try connection.writeAll("\(line)\n".utf8)
        let words = String(decoding: try connection.readOnce(limit: 256), as: UTF8.self).split(separator: " ")
        guard words.count == 2, let process = Int32(words[0]) else { throw NoAnswer() }
        return (process, words[1].trimmingCharacters(in: .newlines))
    }

    struct NoAnswer: Error {}

    func control(_ request: ControlRequest) throws -> ControlReply {
        try ControlClient.ask(request, in: directory.path)
    }

    /// How many workers of a pool accept connections; 0 without a manager.
    func serving(_ pool: String = "onboarding") -> Int {
        guard case .status(_, _, let pools)? = try? control(.status) else { return 0 }
        return pools.first { $0.name == pool }?.serving ?? 0
    }

    /// Waits until something holds; a failed test after 20 s.
    func wait(
        for what: String,
        _ condition: () throws -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) rethrows {
        let end = MonotonicClock.now + .seconds(20)
        while try !condition() {
            guard MonotonicClock.now < end else {
                Issue.record("waited in vain for: \(what)\n\(log)", sourceLocation: sourceLocation)
                return
            }
            usleep(2_000)
        }
    }

    /// How the process that the test started ended. Other tests' children stay theirs.
    func exitCode(of process: Int32) -> Int32? {
        var status: Int32 = 0
        let end = MonotonicClock.now + .seconds(20)
        while MonotonicClock.now < end {
            if unsafe waitpid(process, &status, WNOHANG) == process { return status }
            usleep(2_000)
        }
        return nil
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
