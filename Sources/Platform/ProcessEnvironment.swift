internal import Glibc

/// The environment that this process was started with.
public enum ProcessEnvironment {
    /// A copy of every `NAME=value` pair. Call before other threads exist: the C library's list has no lock.
    public static func all() -> [String: String] {
        var values: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let pair = unsafe String(cString: text)
            if let separator = pair.firstIndex(of: "=") {
                values[String(pair[..<separator])] = String(pair[pair.index(after: separator)...])
            }
            unsafe entry += 1
        }
        return values
    }

    /// Sets a variable for the C libraries in this process that read the environment when they start.
    public static func set(_ name: String, to value: String) {
        unsafe setenv(name, value, 1)
    }
}
