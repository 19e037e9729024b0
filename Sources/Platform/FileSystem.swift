internal import Glibc
public import SystemPackage

/// The few calls on names of files that are needed beyond reading and writing.
public enum FileSystem {
    /// Gives a file another name, replacing what has it, in one step.
    /// - Throws: `Errno` from the kernel.
    public static func rename(_ path: String, to newPath: String) throws(Errno) {
        _ = try checked(unsafe Glibc.rename(path, newPath))
    }

    /// Removes a name. One that is not there is no error.
    /// - Throws: `Errno` from the kernel.
    public static func remove(_ path: String) throws(Errno) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
    }

    /// Makes a directory for its owner and group only, unless it exists.
    /// - Throws: `Errno` from the kernel, for example when its parent is missing.
    public static func makeDirectory(_ path: String) throws(Errno) {
        guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
    }

    /// Whether the user of this process may run the file at `path`.
    public static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// What lies at `path`, to tell whether it still is the same file; nil when nothing is there.
    public static func identity(_ path: String) -> FileIdentity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return FileIdentity(
            device: UInt64(status.st_dev),
            number: UInt64(status.st_ino),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        )
    }
}

/// Which file it is, whatever its name. For sockets, which nobody writes to: the time of making them tells apart files
/// that had the same number one after the other.
public struct FileIdentity: Hashable, Sendable, CustomStringConvertible {
    let device: UInt64
    let number: UInt64
    let modified: Int64

    /// The parts, without spaces.
    public var description: String { "\(device):\(number):\(modified)" }
}

/// Small text files: settings, secrets, `/proc` entries.
public enum TextFile {
    /// Reads a whole file of at most `limit` bytes as UTF-8.
    /// - Throws: `Errno` from the kernel; `.fileTooLarge` over the limit; `.illegalByteSequence` when it is not UTF-8.
    public static func read(_ path: String, limit: Int = 1 << 20) throws(Errno) -> String {
        let file = FileDescriptor(rawValue: try checked(unsafe open(path, O_RDONLY | O_CLOEXEC)))
        defer { file.closeIgnoringErrors() }
        var bytes: [UInt8] = []
        while case let chunk = try file.readOnce(limit: 4096), !chunk.isEmpty {
            bytes += chunk
            guard bytes.count <= limit else { throw .fileTooLarge }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .illegalByteSequence }
        return text
    }
}
