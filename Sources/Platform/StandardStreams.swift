internal import Glibc

/// Plain text for whoever started the program, before there is a log.
public enum StandardError {
    /// Writes `text` at once; what cannot be written is dropped.
    public static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// The terminal of a person who runs a command.
public enum Terminal {
    /// Whether standard input is a terminal rather than a file or a pipe.
    public static var isStandardInputInteractive: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks for a line at the terminal without showing what is typed; nil when there is no terminal or no line.
    ///
    /// See <https://man7.org/linux/man-pages/man3/getpass.3.html>. For one thread.
    public static func readHidden(prompt: String) -> String? {
        guard let line = unsafe getpass(prompt) else { return nil }
        return unsafe String(validatingCString: line)
    }
}
