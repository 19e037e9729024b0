internal import SystemPackage

/// Which process is meant, in one word that other processes can read: its number and when it started, so that a later
/// process with the same number is not taken for it.
///
/// See <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>.
public struct ProcessIdentity: Equatable, Sendable {
    /// The number and the start, in clock ticks after the machine's. Never less than 2 to the power of 40.
    public let packed: UInt64

    private static let bitsOfStart: UInt64 = 40

    /// The process that runs under a number now.
    /// - Parameter parent: the process that must have started it.
    /// - Returns: nil when there is none, when another process started it, or when `/proc` does not show it.
    public init?(id: Int32, parent: Int32) {
        guard id > 0, let facts = try? Facts(id: id), facts.isRunning, facts.parent == parent else { return nil }
        packed = UInt64(id) << Self.bitsOfStart | facts.start
    }

    /// What ``packed`` said, here or in another process; nil for a word that says nothing.
    public init?(packed: UInt64) {
        guard packed >> Self.bitsOfStart > 0 else { return nil }
        self.packed = packed
    }

    /// Whether the process still runs. One that has ended and waits for its parent does not. True when in doubt.
    public var isRunning: Bool {
        do throws(Errno) {
            let facts = try Facts(id: Int32(truncatingIfNeeded: packed >> Self.bitsOfStart))
            return facts.isRunning && facts.start == packed & (1 << Self.bitsOfStart - 1)
        } catch {
            return error != .noSuchFileOrDirectory && error != .noSuchProcess
        }
    }

    private struct Facts {
        let isRunning: Bool
        let parent: Int32
        let start: UInt64

        init(id: Int32) throws(Errno) {
            let text = try TextFile.read("/proc/\(id)/stat")
            // The second field is the program's name in parentheses and may itself hold anything.
            let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
            guard fields.count > 20, let parent = Int32(fields[2]), let start = UInt64(fields[20]) else {
                throw .illegalByteSequence
            }
            isRunning = !["Z", "X"].contains(fields[1])
            self.parent = parent
            self.start = start
        }
    }
}
