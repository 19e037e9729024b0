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
