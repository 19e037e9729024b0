internal import Platform

/// Memory that a process shares with nobody, from `/proc/PID/smaps_rollup`.
/// See <https://docs.kernel.org/filesystems/proc.html>.
enum PrivateMemory {
    /// In bytes; nil when the process is gone or not readable.
    static func ofProcess(_ process: Int32) -> UInt64? {
        guard let text = try? TextFile.read("/proc/\(process)/smaps_rollup") else { return nil }
        return parse(text)
    }

    static func parse(_ text: String) -> UInt64? {
        var kibibytes: UInt64?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, words[0] == "Private_Clean:" || words[0] == "Private_Dirty:",
                let value = UInt64(words[1])
            else { continue }
            kibibytes = (kibibytes ?? 0) + value
        }
        return kibibytes.map { $0 * 1_024 }
    }
}
