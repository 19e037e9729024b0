internal import CLinux
internal import Glibc
public import SystemPackage

/// The signals that a process reacts to, as the kernel numbers them.
public enum ProcessSignal: Int32, Sendable, CaseIterable {
    case hangUp = 1
    case interrupt = 2
    case quit = 3
    case kill = 9
    case user1 = 10
    case user2 = 12
    case terminate = 15
    case childEnded = 17
    case terminalInput = 21
    case terminalOutput = 22
}

/// Signals that arrive as readable data instead of interrupting whatever runs.
///
/// The signals are blocked for the whole life of the process, so none can cut a read short or fall into the gap between
/// a check and a wait: it stays pending until the descriptor is read.
/// See <https://man7.org/linux/man-pages/man2/signalfd.2.html>. Call from the only thread, before others exist.
public struct SignalDescriptor: ~Copyable {
    /// Readable while a signal is pending; to be watched with a ``Poller``.
    public let descriptor: FileDescriptor

    /// Blocks `signals` for this process and opens the descriptor, close-on-exec and non-blocking.
    ///
    /// SIGPIPE is ignored as well: a reader that goes away shows as an error of the write.
    /// - Throws: `Errno` when the kernel refuses (out of descriptors or memory).
    public init(_ signals: [ProcessSignal]) throws(Errno) {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal.rawValue) }
        unsafe sigprocmask(SIG_BLOCK, &set, nil)
        Glibc.signal(SIGPIPE, SIG_IGN)
        descriptor = FileDescriptor(rawValue: try checked(unsafe signalfd(-1, &set, CLinux_SFD_FLAGS)))
    }

    deinit { Glibc.close(descriptor.rawValue) }

    /// The next pending signal, or nil when none is pending.
    public func next() -> ProcessSignal? {
        while true {
            var info = signalfd_siginfo()
            let size = MemoryLayout<signalfd_siginfo>.size
            let count = unsafe read(descriptor.rawValue, &info, size)
            if count == size {
                if let signal = ProcessSignal(rawValue: Int32(info.ssi_signo)) { return signal }
            } else if count < 0, errno == EINTR {
                continue
            } else {
                return nil
            }
        }
    }
}
