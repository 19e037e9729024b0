import Foundation

/// What `/proc` tells about a process.
public struct ProcessFacts: Sendable {
    /// The process id.
    public let id: Int32
    /// The parent's process id.
    public let parent: Int32
    /// The path of the program.
    public let executable: String
    /// Its arguments, separated by spaces.
    public let commandLine: String
    /// Its environment, one `NAME=value` each.
    public let environment: [String]
    /// Its current directory.
    public let directory: String

    /// Every process that this user may look at.
    public static func all() -> [ProcessFacts] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap(ProcessFacts.init(id:))
    }

    private init?(id: Int32) {
        let manager = FileManager.default
        func strings(_ file: String) -> [String]? {
            guard let data = manager.contents(atPath: "/proc/\(id)/\(file)") else { return nil }
            return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        }
        guard let arguments = strings("cmdline"), !arguments.isEmpty,
            let status = manager.contents(atPath: "/proc/\(id)/status").map({ String(decoding: $0, as: UTF8.self) })
        else { return nil }
        let lines = status.split(separator: "\n")
        // A process that has ended and waits to be collected is no process that was left running.
        guard !lines.contains(where: { $0.hasPrefix("State:\tZ") }) else { return nil }
        self.id = id
        parent = lines.first { $0.hasPrefix("PPid:") }.flatMap { Int32($0.dropFirst(6)) } ?? 0
        commandLine = arguments.joined(separator: " ")
        environment = strings("environ") ?? []
        executable = (try? manager.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe")) ?? ""
        directory = (try? manager.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
    }

    /// Whether it answers requests. The process that workers are copied from does not.
    public var isWorker: Bool {
        executable.hasSuffix("/onboarding-responder") && !commandLine.hasPrefix("fork-server ")
    }

    /// One line for a message, without the environment.
    public var summary: String { "\(id) \(commandLine)" }

    /// The memory in KiB that only this process uses, and the memory that it has resident.
    /// - Returns: nil when the process is gone.
    public static func memory(of id: Int32) -> (privateKiB: Int, residentKiB: Int)? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(id)/smaps_rollup"), !data.isEmpty else {
            return nil
        }
        var values: [Substring: Int] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 3, let value = Int(words[1]) { values[words[0]] = value }
        }
        let exclusive = (values["Private_Clean:"] ?? 0) + (values["Private_Dirty:"] ?? 0)
        return (exclusive, values["Rss:"] ?? 0)
    }
}
