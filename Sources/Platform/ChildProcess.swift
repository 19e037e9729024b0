internal import CLinux
internal import Glibc
public import SystemPackage

/// Starts, signals and reaps child processes.
///
/// The program is started without copying this process (`posix_spawn`), so neither locks nor memory of the parent can
/// leak. The child begins with no signal blocked, every signal at its default, its own process group (so Ctrl-C in a
/// terminal reaches the parent only) and only the descriptors it is given.
/// See <https://man7.org/linux/man-pages/man3/posix_spawn.3.html>.
public enum ChildProcess {
    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the executable; no search.
    ///   - arguments: without the program's name, which is `path`.
    ///   - environment: everything the child finds in its environment.
    ///   - descriptors: the child's number for each descriptor it inherits. Standard output and error are inherited
    ///     unless named. Everything else must be close-on-exec.
    /// - Returns: the process id.
    /// - Throws: `Errno`, for example `.noSuchFileOrDirectory`, or `.resourceTemporarilyUnavailable` when the process
    ///   table is full.
    public static func start(
        _ path: String,
        arguments: [String],
        environment: [String: String],
        descriptors: [Int32: FileDescriptor]
    ) throws(Errno) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        var copies: [Int32] = []
        defer { for copy in copies { close(copy) } }
        // A source among the targets would be overwritten before its turn: every source moves above them first.
        let firstFree = (descriptors.keys.max() ?? 0) + 1
        for (target, source) in descriptors.sorted(by: { $0.key < $1.key }) {
            let copy = try checked(fcntl(source.rawValue, F_DUPFD_CLOEXEC, max(firstFree, 3)))
            copies.append(copy)
            unsafe posix_spawn_file_actions_adddup2(&actions, copy, target)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var every = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&every)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &every)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(&attributes, CLinux_SPAWN_FLAGS)

        var process: pid_t = 0
        let code = unsafe withCStrings([path] + arguments) { argv in
            unsafe withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                unsafe posix_spawn(&process, path, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else { throw Errno(rawValue: code) }
        return process
    }

    /// Sends a signal; a process that is gone already is no error.
    public static func signal(_ process: Int32, _ signal: ProcessSignal) { kill(process, signal.rawValue) }

    /// Whether a process with this number exists (as whoever it may be).
    public static func exists(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

    /// Collects one child that has ended; nil when none has.
    public static func reap() -> (process: Int32, status: ExitStatus)? {
        var status: Int32 = 0
        let process = unsafe waitpid(-1, &status, WNOHANG)
        guard process > 0 else { return nil }
        let signal = status & 0x7f
        return (process, signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal))
    }
}

/// How a child process ended.
public enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
    /// It left by itself with this exit code.
    case code(Int32)
    /// A signal of this number ended it.
    case signal(Int32)

    /// The exit code by which a program says that its configuration is refused (`EX_CONFIG`, sysexits.h).
    public static let configurationRefused = ExitStatus.code(78)

    /// For example `exit code 3` or `signal 9 (SIGKILL)`.
    public var description: String {
        switch self {
        case .code(let code): "exit code \(code)"
        case .signal(let number): "signal \(number) (\(Self.signalNames[number] ?? "unknown"))"
        }
    }

    private static let signalNames: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
        24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
    ]
}

/// Lends an array of C strings that ends with a null pointer, as C's `argv` does, for the length of the call.
package func withCStrings<Result>(
    _ texts: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = unsafe texts.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("a list of at least the end mark") }
        return unsafe body(base)
    }
}
