/// Names one worker process for as long as its manager lives. Unlike a process id it is never used twice.
public struct WorkerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Counts from 1 in the order of starting.
    public let number: Int

    /// Names the `number`-th worker started.
    public init(_ number: Int) { self.number = number }

    /// The number alone.
    public var description: String { "\(number)" }

    /// A worker started earlier comes first.
    public static func < (one: WorkerID, other: WorkerID) -> Bool { one.number < other.number }
}
