import Foundation
import Platform
import Support
import SystemPackage

/// Worker processes on listening sockets of their own, sharing one budget.
final class Fleet {
    let directory: TemporaryDirectory
    private let slots: Int
    private let database: String?
    private var listeners: [String: FileDescriptor] = [:]
    private(set) var processes: [Process] = []

    /// - Parameter database: where the workers connect to; nil for connections that are only counted.
    init(slots: Int, database: String? = nil) throws {
        directory = try TemporaryDirectory()
        self.database = database
        self.slots = slots
        // A client may still write when its worker has been killed.
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        for process in processes { ChildProcess.signal(process.processIdentifier, .kill) }
        for process in processes { process.waitUntilExit() }
        for listener in listeners.values { listener.closeIgnoringErrors() }
    }

    func socket(_ group: String) -> String { "\(directory.path)/\(group).sock" }

    /// Starts workers for a group. They answer that the budget is exhausted when they get no slot within `patience`.
    func start(_ count: Int, group: String = "main", patience: Duration = .seconds(20)) throws {
        let listener = try listener(group)
        for _ in 0..<count {
            let process = Process()
            process.executableURL = URL(filePath: Repository.debugPrograms + "/budget-worker")
            process.arguments =
                [directory.path, String(slots), group, String(patience.wholeMilliseconds)]
                + [database].compactMap { $0 }
            process.standardInput = FileHandle(fileDescriptor: listener.rawValue, closeOnDealloc: false)
            try process.run()
            processes.append(process)
        }
    }

    /// Kills one worker as a crash would, without a word to anybody.
    func kill(_ index: Int) {
        let process = processes.remove(at: index)
        ChildProcess.signal(process.processIdentifier, .kill)
        process.waitUntilExit()
    }

    /// How many slots are taken right now.
    func slotsTaken() throws -> Int { try locks(in: "connections") }

    /// How many connections are open right now: those that are only counted.
    func connectionsOpen() throws -> Int { try locks(in: "audit") }

    private func locks(in name: String) throws -> Int {
        let path = FilePath(directory.file(name))
        let file = try FileDescriptor.open(path, .readWrite, options: .create, permissions: .ownerReadWrite)
        defer { file.closeIgnoringErrors() }
        return (0..<slots).count { FileLock.isHeldElsewhere(file, byte: Int64($0)) }
    }

    /// How often the workers have gone to sleep and woken again so far, all together.
    func wakeUps() -> Int {
        processes.reduce(0) { sum, process in
            let status = (try? TextFile.read("/proc/\(process.processIdentifier)/status")) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
            return sum + (line.flatMap { Int($0.drop { !$0.isNumber }) } ?? 0)
        }
    }

    private func listener(_ group: String) throws -> FileDescriptor {
        if let listener = listeners[group] { return listener }
        let listener = try UnixSocket.listen(at: socket(group), permissions: .ownerReadWrite, backlog: 1_024)
        listeners[group] = listener
        return listener
    }
}
