import Foundation

/// The whole application on this machine, started by `nginx/run`: private PostgreSQL, workers and nginx on a free port,
/// everything under a state directory of its own.
///
/// A shell keeps it: the shell reads from this process, and when that ends, in whatever way, the read ends too and the
/// shell stops the stack and removes the directory.
public final class RunningStack: Sendable {
    /// The state directory.
    public let state: String
    /// The port of its nginx.
    public let port: UInt16

    private let workers: Int
    private let environment: [String: String]
    private let keeper: Process

    /// Starts a stack and returns when it is ready.
    /// - Parameters:
    ///   - settings: settings in place of those that `nginx/run` makes.
    ///   - prepare: puts something into the state directory before the first start.
    public init(
        workers: Int = 4,
        settings: [String: String] = [:],
        prepare: (_ state: String) throws -> Void = { _ in }
    ) throws {
        port = try LoopbackSocket.freePort()
        self.workers = workers
        let own = ["DATABASE_URL", "DATABASE_OWNER_URL", "JWT_SECRET", "FERNET_KEYS", "PUBLIC_URL", "LOG_LEVEL"]
        var environment = ProcessInfo.processInfo.environment.filter { !own.contains($0.key) }
        // A build would wait for the lock that `swift test` holds.
        environment["AVA_PROGRAMS"] = Repository.programs
        self.environment = environment.merging(settings) { _, given in given }
        let folder = URL(filePath: "/tmp/ava-stack-" + UUID().uuidString.prefix(8).lowercased())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        state = folder.path(percentEncoded: false)
        keeper = Process()
        keeper.executableURL = URL(filePath: "/bin/bash")
        keeper.arguments = ["-c", Self.keeping, "bash", Repository.path("nginx/run"), state]
        keeper.currentDirectoryURL = URL(filePath: "/")
        keeper.standardInput = Pipe()
        try keeper.run()
        try prepare(state)
        try start()
    }

    private static let keeping = """
        trap '' INT TERM HUP
        cat >/dev/null
        [ ! -d "$2" ] || "$1" --stop --state "$2" >/dev/null 2>&1
        rm -rf "$2"
        """

    /// What a stack did that it should not have done.
    public struct Failure: Error {
        /// A sentence.
        public let reason: String
    }

    /// Starts it again on the same state and port.
    public func start() throws {
        let run = try Command(
            ["nginx/run", "--detach", "--port", "\(port)", "--workers", "\(workers)", "--state", state],
            environment: environment
        )
        guard run.status == 0 else { throw Failure(reason: "nginx/run failed: \(run.errors.suffix(4000))") }
    }

    /// Stops it and leaves its state where it is.
    /// - Throws: ``Failure`` when a process of the stack is left.
    public func stop() throws {
        let run = try Command(["nginx/run", "--stop", "--state", state], environment: environment)
        guard run.status == 0 else { throw Failure(reason: "nginx/run --stop failed: \(run.errors)") }
        let isEmpty = eventually(within: .seconds(5)) { processes.isEmpty }
        guard isEmpty else { throw Failure(reason: "left behind: \(processes.map(\.summary))") }
    }

    /// Stops it for good and removes its state.
    public func finish() throws {
        defer {
            try? (keeper.standardInput as? Pipe)?.fileHandleForWriting.close()
            keeper.waitUntilExit()
        }
        try stop()
    }

    /// Every process that belongs to the stack, by its environment, its command line or its current directory.
    public var processes: [ProcessFacts] {
        let own = [ProcessInfo.processInfo.processIdentifier, keeper.processIdentifier]
        return ProcessFacts.all().filter { facts in
            !own.contains(facts.id) && !own.contains(facts.parent)
                && (facts.environment.contains("AVA_STATE=\(state)") || facts.commandLine.contains(state)
                    || facts.directory.hasPrefix(state))
        }
    }

    /// The process ids of the workers that run right now.
    public var workerProcesses: [Int32] {
        processes.filter(\.isWorker).map(\.id)
    }

    /// A client of its nginx.
    public var client: HTTPClient { HTTPClient(port: port) }

    /// What `STATE/env` says.
    public func values() throws -> [String: String] {
        let script = #"set -a; . "$1"; for name in $(cut -d= -f1 "$1"); do printf '%s=%s\n' "$name" "${!name}"; done"#
        let run = try Command(["bash", "-c", script, "bash", "\(state)/env"])
        let pairs = run.output.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), $0.count == 2 ? String($0[1]) : "") })
    }

    /// Its database.
    public func database() throws -> StackDatabase {
        guard let url = try values()["DATABASE_OWNER_URL"] else { throw Failure(reason: "no DATABASE_OWNER_URL") }
        return StackDatabase(url: url)
    }

    /// Its private PostgreSQL.
    public func server() throws -> PostgresServer {
        try PostgresServer(data: "\(state)/data", environment: ["AVA_STATE": state])
    }

    /// What its manager and its workers have logged.
    public func workerLog() throws -> String { try String(contentsOfFile: "\(state)/log/serve.log", encoding: .utf8) }

    /// Waits until nginx has logged a request, which it does when the request is over for it.
    /// - Parameter id: what the client sent as `X-Request-ID`.
    /// - Returns: the line; nil when it does not come.
    public func accessLogLine(of id: String) throws -> String? {
        var line: Substring?
        _ = try eventually {
            let text = try String(contentsOfFile: "\(state)/log/nginx-access.log", encoding: .utf8)
            line = text.split(separator: "\n").first { $0.contains(id) }
            return line != nil
        }
        return line.map(String.init)
    }

    /// Everything that its programs have logged, PostgreSQL included.
    public func logs() throws -> String {
        let run = try Command(["bash", "-c", #"cat "$1"/log/* "$1"/data/server.log"#, "bash", state])
        return run.output
    }
}
