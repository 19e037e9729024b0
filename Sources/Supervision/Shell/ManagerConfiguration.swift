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

    /// The paths below the runtime directory.
    public var paths: RuntimePaths { RuntimePaths(directory: runtimeDirectory) }

    /// - Throws: `StartRefusal` for the first part that does not make sense.
    func validate() throws(StartRefusal) {
        guard !pools.isEmpty else { throw StartRefusal("No pool is given.") }
        var names: Set<String> = []
        for pool in pools {
            let isName = pool.name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            }
            guard isName, (1...32).contains(pool.name.utf8.count) else {
                throw StartRefusal(
                    "\"\(pool.name)\" is no name for a pool; use up to 32 lower-case letters, digits and hyphens."
                )
            }
            guard pool.name != RuntimePaths.controlName else {
                throw StartRefusal("A pool cannot be called \"\(pool.name)\"; the control socket has that name.")
            }
            guard names.insert(pool.name).inserted else {
                throw StartRefusal("The pool \"\(pool.name)\" is given twice.")
            }
            guard (1...ManagerLimits.maximumWorkers).contains(pool.workers) else {
                throw StartRefusal("Pool \"\(pool.name)\": \(CommandRefusal.badCount(pool.workers))")
            }
        }
    }
}

/// Why the manager does not start; nothing was changed.
public struct StartRefusal: Error, Equatable, CustomStringConvertible {
    /// A sentence for the person who started it.
    public let description: String

    init(_ description: String) { self.description = description }
}
