internal import Glibc

/// Plain text for whoever started the program, before there is a log.
public enum StandardError {
    /// Writes `text` at once; what cannot be written is dropped.
    public static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// The end of this process.
public enum ProcessExit {
    /// Ends the process with a status, running what libraries have registered for the exit.
    public static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
