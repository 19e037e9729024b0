internal import Glibc

extension MonotonicClock {
    /// Returns at `instant`, or at once when it has passed. A signal handler that runs does not cut the sleep short.
    public static func sleep(until instant: Duration) {
        let nanoseconds = instant.wholeNanoseconds
        guard nanoseconds > 0 else { return }
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}
