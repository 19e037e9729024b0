public import Platform

/// How a server's clock relates to `MonotonicClock` here, so that a deadline can be told to the server.
///
/// It comes from one reading, made when the connection was opened. What the answer took on its way makes deadlines that
/// much earlier for the server, never later.
public struct ServerClock: Sendable, Equatable {
    /// What the server's clock showed at zero of `MonotonicClock`, in microseconds since 1970-01-01T00:00:00Z.
    let origin: Int64

    init(origin: Int64) {
        self.origin = origin
    }

    /// - Parameters:
    ///   - time: what the server's clock showed.
    ///   - instant: when that was known here, on `MonotonicClock`.
    init(showing time: Timestamp, at instant: Duration) {
        origin = time.microsecondsSince1970 - instant.wholeNanoseconds / 1_000
    }

    /// What the server's clock will show at an instant of `MonotonicClock`.
    public func time(at instant: Duration) -> Timestamp {
        Timestamp(microsecondsSince1970: origin + instant.wholeNanoseconds / 1_000)
    }
}
