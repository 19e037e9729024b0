import Foundation

/// A group of processes that gets so much of something and no more. Making one takes the rights of root.
///
/// See <https://docs.kernel.org/admin-guide/cgroup-v2.html>, and <https://docs.kernel.org/admin-guide/cgroup-v1/index.html>
/// for the older form.
public struct ControlGroup {
    /// What is limited.
    public enum Resource {
        /// Bytes: the kernel ends a process that asks for more. What one has used before it is added is not counted.
        case memory
        /// Processes and threads: no further one can be started.
        case processes
    }

    private let folder: String
    private let limitFile: String

    /// Makes an empty one.
    /// - Parameter limit: in the unit of the resource; nil for none yet.
    public init(of resource: Resource, limit: Int? = nil) throws {
        let (controller, older, newer) =
            switch resource {
            case .memory: ("memory", "memory.limit_in_bytes", "memory.max")
            case .processes: ("pids", "pids.max", "pids.max")
            }
        let root = "/sys/fs/cgroup"
        let isOlder = FileManager.default.fileExists(atPath: "\(root)/\(controller)/cgroup.procs")
        folder = "\(root)\(isOlder ? "/\(controller)" : "")/ava-\(UUID().uuidString.prefix(8).lowercased())"
        limitFile = isOlder ? older : newer
        if !isOlder { try Self.write("+\(controller)", to: "\(root)/cgroup.subtree_control") }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        if let limit { try self.limit(to: limit) }
    }

    /// Moves a process with all its threads into it.
    public func add(_ process: Int32) throws { try Self.write("\(process)", to: "\(folder)/cgroup.procs") }

    /// Sets or changes the limit.
    public func limit(to value: Int) throws { try Self.write("\(value)", to: "\(folder)/\(limitFile)") }

    /// The processes and threads in it; only of a group that limits them.
    public func count() throws -> Int {
        let text = try String(contentsOfFile: "\(folder)/pids.current", encoding: .utf8)
        return Int(text.dropLast()) ?? 0
    }

    /// Ends it; it must be empty again.
    public func remove() { unsafe rmdir(folder) }

    private static func write(_ text: String, to file: String) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
