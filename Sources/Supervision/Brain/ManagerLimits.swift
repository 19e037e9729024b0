/// The figures by which the manager judges workers. Immutable; one value holds for all pools.
public struct ManagerLimits: Sendable {
    /// The most workers one pool may be scaled to.
    public static let maximumWorkers = 1024

    /// A worker that is not ready this long after its start is killed and counts as failed. Default 10 s.
    public var startTimeout = Duration.seconds(10)
    /// A worker that was asked to leave and is still there after this time is killed. Default 30 s; keep it above
    /// the request deadline, since a worker finishes the request it has.
    public var stopGrace = Duration.seconds(30)
    /// What a worker gets on top of the request deadline to answer by itself; after that it is killed. Default 2 s.
    public var overdueGrace = Duration.seconds(2)
    /// A worker with more private memory than this many bytes is replaced by a new one. Nil: never.
    public var maximumMemory: UInt64?
    /// A worker that was ready this long, or that served a request, is no failed start when it dies. Default 1 s.
    public var stableAfter = Duration.seconds(1)
    /// How long reload requests are collected before the settings are read once for all of them. Default 50 ms.
    public var reloadDelay = Duration.milliseconds(50)

    /// The defaults.
    public init() {}
}
