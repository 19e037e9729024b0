internal import CLinux
internal import Glibc

/// How process lists show this process.
public enum ProcessTitle {
    /// Replaces the arguments that process lists show; what does not fit into the place of the original ones is cut.
    /// The first is the program's path, whose last part becomes the short name, of 15 bytes at most.
    public static func set(_ arguments: [String]) {
        let count = Int(CommandLine.argc)
        let words = unsafe CommandLine.unsafeArgv
        guard count > 0, let first = unsafe words[0], let last = unsafe words[count - 1] else { return }
        // The kernel puts them one behind the other, each with a NUL at its end.
        let length = unsafe last - first + strlen(last)
        unsafe memset(first, 0, length)
        let text = arguments.joined(separator: "\0").utf8.prefix(length)
        for (offset, byte) in text.enumerated() { unsafe first[offset] = CChar(bitPattern: byte) }
        let name = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        _ = unsafe CLinux_set_name(name)
    }
}
