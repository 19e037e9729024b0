internal import Platform
internal import Scoreboard
internal import SystemPackage

/// Starts worker processes: fixes what a worker finds in its arguments, its environment and its descriptors.
struct WorkerLauncher {
    /// The descriptor numbers in a worker. 0 is the listening socket, as FastCGI has it.
    private enum Descriptor {
        static let socket: Int32 = 0
        /// Reads as ended once the manager is gone.
        static let manager: Int32 = 3
        /// Holds the lock on the worker's scoreboard slot; never read.
        static let slot: Int32 = 4
        /// In a fork server: its connection to the manager.
        static let orders: Int32 = 4
    }

    /// How long no other attempt is made after a fork server did not work.
    private static let pauseWithoutForkServer = Duration.seconds(10)

    private let configuration: ManagerConfiguration
    private let scoreboard: Scoreboard
    /// The end that workers inherit, and the end whose closing tells them that the manager is gone.
    private let lifeline: (readEnd: FileDescriptor, writeEnd: FileDescriptor)

    /// What a program gets in place of the socket while it is not known whether it copies itself.
    private let nothing: FileDescriptor

    init(_ configuration: ManagerConfiguration, scoreboard: Scoreboard) throws {
        nothing = try FileDescriptor.open(FilePath("/dev/null"), .readOnly, options: .closeOnExec)
        self.scoreboard = scoreboard
        self.configuration = configuration
        lifeline = try FileDescriptor.closeOnExecPipe()
    }

    /// Starts one worker.
    /// - Parameter slot: where to look for a free slot of the scoreboard first.
    /// - Returns: its process id and its slot on the scoreboard.
    /// - Throws: `ManagerError` with a sentence.
    func start(
        _ pool: PoolConfiguration,
        socket: ListeningSocket,
        settings: WorkerSettings,
        near slot: Int
    ) throws(ManagerError) -> (process: Int32, slot: Int) {
        do {
            guard let (slot, lock) = try scoreboard.reserve(from: slot) else {
                throw ManagerError("All \(scoreboard.slots) slots of the scoreboard are taken.")
            }
            defer { lock.closeIgnoringErrors() }
            scoreboard.vacate(slot)
            let arguments = arguments(pool, slot: slot)
            if let process = try copy(pool, arguments, lock, socket: socket, settings: settings) {
                return (process, slot)
            }
            let process = try run(pool, arguments, socket: socket, settings: settings, [Descriptor.slot: lock])
            return (process, slot)
        } catch {
            throw error as? ManagerError ?? ManagerError("\(pool.executable) cannot be started: \(error).")
        }
    }

    /// Has the pool's fork server start a worker.
    /// - Returns: nil when there is none, or none that works. One may not copy itself where this process may: the limits
    ///   that it started with are its own.
    private func copy(
        _ pool: PoolConfiguration,
        _ arguments: [String],
        _ lock: FileDescriptor,
        socket: ListeningSocket,
        settings: WorkerSettings
    ) throws -> Int32? {
        let now = MonotonicClock.now
        guard settings.withoutForkServer[pool.name, default: .zero] <= now else { return nil }
        // A fork server may have been killed since it was last used: one that worked is started anew.
        for _ in 0..<2 {
            var server = settings.forkServers[pool.name]
            do {
                if server == nil {
                    server = try ForkServerClient(listener: socket.descriptor) { orders in
                        // The arguments of a worker make room for those that process lists show later.
                        let own = ["--fork-server-descriptor", "\(Descriptor.orders)"] + arguments
                        return try run(
                            pool,
                            own,
                            socket: nil,
                            settings: settings,
                            [Descriptor.orders: orders],
                            // What libraries look up at the first call is there in every copy then.
                            variables: ["LD_BIND_NOW": "1"]
                        )
                    }
                    settings.forkServers[pool.name] = server
                }
                return try server?.startWorker(arguments, slot: lock)
            } catch is Errno {
                return nil
            } catch is NoForkServer {
                settings.withoutForkServer[pool.name] = .seconds(Int64.max)
                return nil
            } catch is ForkServerClient.Failure {
                settings.forkServers[pool.name] = nil
                if server?.hasWorked != true { break }
            }
        }
        settings.withoutForkServer[pool.name] = now + Self.pauseWithoutForkServer
        return nil
    }

    private func run(
        _ pool: PoolConfiguration,
        _ arguments: [String],
        socket: ListeningSocket?,
        settings: WorkerSettings,
        _ own: [Int32: FileDescriptor],
        variables: [String: String] = [:]
    ) throws(Errno) -> Int32 {
        var descriptors = settings.descriptors.merging(own) { $1 }
        descriptors[Descriptor.socket] = socket?.descriptor ?? nothing
        descriptors[Descriptor.manager] = lifeline.readEnd
        return try ChildProcess.start(
            pool.executable,
            arguments: arguments,
            environment: settings.environment.merging(variables) { $1 },
            descriptors: descriptors
        )
    }

    private func arguments(_ pool: PoolConfiguration, slot: Int) -> [String] {
        var arguments = [
            "--pool", pool.name, "--scoreboard", scoreboard.path, "--slot", "\(slot)",
            "--manager-descriptor", "\(Descriptor.manager)",
        ]
        // A tenth of jitter keeps workers of equal age from leaving together.
        if let requests = configuration.requestsPerWorker {
            let jittered = Double(requests) * Double.random(in: 0.9...1.1)
            arguments += ["--max-requests", "\(max(1, Int(jittered)))"]
        }
        if let age = configuration.agePerWorker {
            let jittered = age * Double.random(in: 0.9...1.1)
            arguments += ["--max-age", "\(max(1, jittered.components.seconds))"]
        }
        return arguments
    }
}
