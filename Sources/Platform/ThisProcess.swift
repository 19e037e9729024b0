internal import CLinux
internal import Glibc
public import SystemPackage

/// The running process.
public enum ThisProcess {
    /// Its number.
    public static var id: Int32 { getpid() }

    /// The number of the process that started it; 1 or a reaper's once that one is gone.
    public static var parent: Int32 { getppid() }

    /// Ends the process at once, without what libraries do at the end. They free what they have, and in a copy of another
    /// process that means to copy it first: it took as long as three requests.
    public static func leave(_ status: Int32) -> Never { _exit(status) }

    /// The absolute path of the running executable, as it was when it was started.
    /// - Throws: `Errno` when `/proc` is not there.
    public static func executablePath() throws(Errno) -> String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &path, path.count)
        guard count > 0 else { throw Errno(rawValue: errno) }
        return String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Copies this process, which must have one thread. The parent of this process becomes the parent of the copy, and
    /// is told when it ends. The copy gets a process group of its own, as ``ChildProcess`` gives one.
    ///
    /// Locks on files belong to both then, and so does everything else behind a descriptor.
    /// See `CLONE_PARENT` in <https://man7.org/linux/man-pages/man2/clone.2.html>.
    /// - Returns: the number of the copy; nil in the copy.
    /// - Throws: `Errno`, for example `.resourceTemporarilyUnavailable` when the process table is full.
    public static func startSibling() throws(Errno) -> Int32? {
        let process = try checked(Int32(CLinux_fork_sibling()))
        if process > 0 { return process }
        setpgid(0, 0)
        return nil
    }
}

/// The environment that this process was started with.
public enum ProcessEnvironment {
    /// A copy of every `NAME=value` pair. Call before other threads exist: the C library's list has no lock.
    public static func all() -> [String: String] {
        var values: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let pair = unsafe String(cString: text)
            if let separator = pair.firstIndex(of: "=") {
                values[String(pair[..<separator])] = String(pair[pair.index(after: separator)...])
            }
            unsafe entry += 1
        }
        return values
    }

    /// Sets a variable for the C libraries in this process that read the environment when they start.
    public static func set(_ name: String, to value: String) { unsafe setenv(name, value, 1) }
}

/// How process lists show a process.
public struct ProcessTitle: Sendable {
    private let text: [UInt8]
    private let name: String

    /// Prepares a title, without showing it yet.
    /// - Parameter arguments: what is shown in place of the process's own. The first is the program's path, whose last
    ///   part becomes the short name, of 15 bytes at most.
    public init(_ arguments: [String]) {
        text = Array(arguments.joined(separator: "\0").utf8)
        name = arguments.first?.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
    }

    /// Shows the title; what does not fit into the place of the original arguments is cut.
    public func show() {
        let count = Int(CommandLine.argc)
        let words = unsafe CommandLine.unsafeArgv
        guard count > 0, let first = unsafe words[0], let last = unsafe words[count - 1] else { return }
        // The kernel puts them one behind the other, each with a NUL at its end.
        let length = unsafe last - first + strlen(last)
        unsafe memset(first, 0, length)
        unsafe UnsafeMutableRawBufferPointer(start: first, count: length).copyBytes(from: text.prefix(length))
        _ = unsafe CLinux_set_name(name)
    }
}
