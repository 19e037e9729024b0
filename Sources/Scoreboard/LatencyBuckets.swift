internal import Platform

/// The upper bounds of the latency histogram.
public enum LatencyBuckets {
    /// In ascending order; a last bucket without bound follows.
    public static let bounds: [Duration] = [
        .microseconds(500), .milliseconds(1), .milliseconds(2), .milliseconds(5), .milliseconds(10), .milliseconds(20),
        .milliseconds(50), .milliseconds(100), .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2),
        .seconds(5), .seconds(10), .seconds(30),
    ]

    static let count = 16
    private static let nanoseconds = bounds.map { UInt64($0.wholeNanoseconds) }

    static func index(nanoseconds duration: UInt64) -> Int {
        nanoseconds.firstIndex { duration <= $0 } ?? nanoseconds.count
    }
}
