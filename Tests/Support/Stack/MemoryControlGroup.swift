import Foundation

/// A group of processes that gets so much memory and no more: the kernel ends the one that asks for too much. Making one
/// takes the rights of root.
///
/// See <https://docs.kernel.org/admin-guide/cgroup-v2.html#memory>, and
/// <https://docs.kernel.org/admin-guide/cgroup-v1/memory.html> for the older form.
public struct MemoryControlGroup {
    private let folder: String

    /// Makes an empty one.
    /// - Parameter limit: in bytes. What a process has used before it is added is not counted.
    public init(limit: Int) throws {
        let older = "/sys/fs/cgroup/memory"
        let isOlder = FileManager.default.fileExists(atPath: "\(older)/memory.limit_in_bytes")
        folder = "\(isOlder ? older : "/sys/fs/cgroup")/ava-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try write("\(limit)", to: isOlder ? "memory.limit_in_bytes" : "memory.max")
    }

    /// Moves a process into it.
    public func add(_ process: Int32) throws { try write("\(process)", to: "cgroup.procs") }

    /// Ends it; it must be empty again.
    public func remove() { unsafe rmdir(folder) }

    private func write(_ text: String, to file: String) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(file)"))
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
