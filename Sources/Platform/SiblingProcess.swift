internal import CLinux
internal import Glibc
public import SystemPackage

/// Copies of a process that belong to the same parent as the process itself.
public enum SiblingProcess {
    /// Copies this process, which must have one thread. The parent of this process becomes the parent of the copy, and
    /// is told when it ends. The copy gets a process group of its own, as ``ChildProcess`` gives one.
    ///
    /// Locks on files belong to both then, and so does everything else behind a descriptor.
    /// See `CLONE_PARENT` in <https://man7.org/linux/man-pages/man2/clone.2.html>.
    /// - Returns: the number of the copy; nil in the copy.
    /// - Throws: `Errno`, for example `.resourceTemporarilyUnavailable` when the process table is full.
    public static func start() throws(Errno) -> Int32? {
        let process = CLinux_fork_sibling()
        guard process >= 0 else { throw Errno(rawValue: errno) }
        if process > 0 { return Int32(process) }
        setpgid(0, 0)
        return nil
    }
}
