internal import Glibc

/// The clock that deadlines are measured on. It never jumps when somebody sets the time of day.
///
/// An instant is a `Duration` since an arbitrary origin (the machine's start), shared by every process on the host.
/// See <https://man7.org/linux/man-pages/man2/clock_gettime.2.html>.
public enum MonotonicClock {
    /// The current instant. Safe from any thread.
    public static var now: Duration { .nanoseconds(nanoseconds) }

    /// The current instant in nanoseconds, for places that store it in shared memory.
    public static var nanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// The time of day, for everything that people or other machines see: token times, log lines.
public enum WallClock {
    /// Microseconds since 1970-01-01T00:00:00Z. Safe from any thread.
    public static var microsecondsSince1970: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// Whole seconds since 1970-01-01T00:00:00Z. Safe from any thread.
    public static var secondsSince1970: Int { Int(microsecondsSince1970 / 1_000_000) }
}
