import Foundation
import Platform

/// A PostgreSQL server that a test may stop, start, freeze and kill.
public struct PostgresServer: Sendable {
    /// Its data directory.
    public let data: String
    private let programs: String
    private let environment: [String: String]

    /// How a server is stopped.
    public enum StopMode: String, Sendable {
        /// Sessions are ended, transactions rolled back.
        case fast
        /// Nothing is written: the next start recovers as after a crash.
        case immediate
    }

    /// The server that runs on a data directory.
    /// - Parameter environment: what it finds in its environment when it is started again.
    public init(data: String, environment: [String: String] = [:]) throws {
        self.data = data
        self.environment = ProcessInfo.processInfo.environment.merging(environment) { _, given in given }
        let process = try Self.postmaster(data)
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
        programs = URL(filePath: program).deletingLastPathComponent().path(percentEncoded: false)
    }

    /// What a server did not do.
    public struct Failure: Error {
        /// A sentence.
        public let reason: String
    }

    /// The first process, parent of all others.
    public var postmaster: Int32 { get throws { try Self.postmaster(data) } }

    /// All its processes, the first one included.
    public var processes: [Int32] {
        get throws {
            let first = try postmaster
            return [first] + ProcessFacts.all().filter { $0.parent == first }.map(\.id)
        }
    }

    /// Stops it and waits for the end.
    public func stop(_ mode: StopMode) throws { try control(["-m", mode.rawValue, "-t", "30", "stop"]) }

    /// Starts it, again and again while the processes of one that was killed still hold the data directory.
    public func start() throws {
        var failure: (any Error)?
        let isUp = eventually(within: .seconds(20)) {
            do {
                try control(["-l", "\(data)/server.log", "-t", "30", "start"])
                return true
            } catch {
                failure = error
                return false
            }
        }
        if !isUp, let failure { throw failure }
    }

    /// Stops it and starts it at once.
    public func restart(_ mode: StopMode) throws {
        try control(["-l", "\(data)/server.log", "-m", mode.rawValue, "-t", "30", "restart"])
    }

    /// Makes a standby take writes.
    public func promote() throws { try control(["-t", "30", "promote"]) }

    /// Makes it read its configuration again.
    public func reload() throws { try control(["reload"]) }

    /// Runs SQL statements one by one as its superuser.
    /// - Returns: the rows, columns separated by `|`.
    @discardableResult
    public func query(_ script: String, database: String = "postgres") throws -> [String] {
        let facts = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let words = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", String(facts[4]), "-p", String(facts[3]), "-d", database]
        let user = ["-U", NSUserName() == "root" ? "postgres" : NSUserName()]
        let run = try Command(
            Self.asDatabaseUser + ["\(programs)/psql"] + user + words,
            input: script + "\n;",
            directory: URL(filePath: "/")
        )
        guard run.status == 0 else { throw Failure(reason: "psql: \(run.errors)") }
        return run.output.split(separator: "\n").map(String.init)
    }

    private func control(_ words: [String]) throws {
        let run = try Command(
            Self.asDatabaseUser + ["\(programs)/pg_ctl", "-D", data, "-w", "-s"] + words,
            environment: environment,
            directory: URL(filePath: "/")
        )
        guard run.status == 0 else { throw Failure(reason: "pg_ctl \(words.last ?? ""): \(run.errors)") }
    }

    /// The words before a command that PostgreSQL's user has to run: it refuses to run as root.
    static let asDatabaseUser = NSUserName() == "root" ? ["runuser", "-u", "postgres", "--"] : []

    private static func postmaster(_ data: String) throws -> Int32 {
        let text = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
        guard let process = text.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw Failure(reason: "\(data)/postmaster.pid names no process")
        }
        return process
    }
}
