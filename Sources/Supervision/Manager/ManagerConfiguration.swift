/// One pool of equal workers behind one socket.
public struct PoolConfiguration: Sendable, Equatable {
    /// Names the pool in commands, logs and in its socket's file name; lower-case letters, digits and hyphens.
    public var name: String
    /// How many workers to begin with, `1 ... ManagerLimits.maximumWorkers`.
    public var workers: Int
    /// The path of the program to run.
    public var executable: String

    /// A pool as described by its parts; `ManagerConfiguration.validate()` judges them.
    public init(name: String, workers: Int, executable: String) {
        self.name = name
        self.workers = workers
        self.executable = executable
    }
}

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

/// Everything the manager is told when it starts. Immutable; only worker settings are read again on a reload.
public struct ManagerConfiguration {
    /// Where the sockets, the lock and the scoreboard lie. Made when it is missing.
    public var runtimeDirectory: String
    /// At least one; names are unique.
    public var pools: [PoolConfiguration]
    /// The figures by which workers are judged.
    public var limits = ManagerLimits()
    /// A worker leaves after this many requests, give or take a tenth. Nil: never.
    public var requestsPerWorker: Int?
    /// A worker leaves at this age, give or take a tenth. Nil: never.
    public var agePerWorker: Duration?
    /// Where the workers' settings come from.
    public var settings: SettingsSource
    /// The program and the arguments with which this manager was started, for `SIGUSR2`.
    public var command: (executable: String, arguments: [String])

    /// A manager of `pools` in `runtimeDirectory`, with the default limits and no recycling.
    public init(
        runtimeDirectory: String,
        pools: [PoolConfiguration],
        settings: SettingsSource,
        command: (executable: String, arguments: [String])
    ) {
        self.runtimeDirectory = runtimeDirectory
        self.pools = pools
        self.settings = settings
        self.command = command
    }

    var paths: RuntimePaths { RuntimePaths(directory: runtimeDirectory) }

    /// - Throws: `ManagerError` for the first part that does not make sense.
    func validate() throws(ManagerError) {
        guard !pools.isEmpty else { throw ManagerError("No pool is given.") }
        var names: Set<String> = []
        for pool in pools {
            let isName = pool.name.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
            }
            guard isName, (1...32).contains(pool.name.utf8.count) else {
                throw ManagerError(
                    "\"\(pool.name)\" is no name for a pool; use up to 32 lower-case letters, digits and hyphens."
                )
            }
            guard pool.name != RuntimePaths.controlName else {
                throw ManagerError("A pool cannot be called \"\(pool.name)\"; the control socket has that name.")
            }
            guard names.insert(pool.name).inserted else {
                throw ManagerError("The pool \"\(pool.name)\" is given twice.")
            }
            guard (1...ManagerLimits.maximumWorkers).contains(pool.workers) else {
                throw ManagerError("Pool \"\(pool.name)\": \(CommandError.badCount(pool.workers))")
            }
        }
    }
}

/// Why the manager does not start, takes no new settings, starts no worker or does not answer; nothing was changed.
public struct ManagerError: Error, Equatable, CustomStringConvertible {
    /// A sentence for the person who asked.
    public let description: String

    init(_ description: String) { self.description = description }
}
