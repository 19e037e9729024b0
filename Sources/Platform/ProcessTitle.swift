internal import CLinux
internal import Glibc

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
