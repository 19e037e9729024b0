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

extension MonotonicClock {
    /// Returns at `instant`, or at once when it has passed. A signal handler that runs does not cut the sleep short.
    public static func sleep(until instant: Duration) {
        let nanoseconds = instant.wholeNanoseconds
        guard nanoseconds > 0 else { return }
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}

extension Duration {
    /// The whole milliseconds in this duration, rounded up, never below zero and never above `Int32.max`: the form
    /// that `poll` and `epoll_wait` take.
    public var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let milliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : Int32(clamping: scaled.addingReportingOverflow(milliseconds).partialValue)
    }

    /// The duration in whole nanoseconds, saturating at the bounds of `Int64`.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        return scaled.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }
}
