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
    }

    let scoreboard: Scoreboard
    let requestsPerWorker: Int?
    let agePerWorker: Duration?
    /// The end that workers inherit, and the end whose closing tells them that the manager is gone.
    let lifeline: (readEnd: FileDescriptor, writeEnd: FileDescriptor)

    init(_ configuration: ManagerConfiguration, scoreboard: Scoreboard) throws(Errno) {
        self.scoreboard = scoreboard
        requestsPerWorker = configuration.requestsPerWorker
        agePerWorker = configuration.agePerWorker
        lifeline = try FileDescriptor.closeOnExecPipe()
    }

    /// Starts one worker.
    /// - Returns: its process id and its slot on the scoreboard.
    /// - Throws: `LaunchFailure` with a sentence.
    func start(
        _ pool: PoolConfiguration,
        socket: ListeningSocket,
        settings: WorkerSettings
    ) throws(LaunchFailure) -> (process: Int32, slot: Int) {
        do {
            guard let (slot, lock) = try scoreboard.reserve() else {
                throw LaunchFailure(reason: "All \(scoreboard.slots) slots of the scoreboard are taken.")
            }
            defer { lock.closeIgnoringErrors() }
            scoreboard.vacate(slot)
            var descriptors = settings.descriptors
            descriptors[Descriptor.socket] = socket.descriptor
            descriptors[Descriptor.manager] = lifeline.readEnd
            descriptors[Descriptor.slot] = lock
            let process = try ChildProcess.start(
                pool.executable,
                arguments: arguments(pool, slot: slot),
                environment: settings.environment,
                descriptors: descriptors
            )
            return (process, slot)
        } catch let failure as LaunchFailure {
            throw failure
        } catch {
            throw LaunchFailure(reason: "\(pool.executable) cannot be started: \(error).")
        }
    }

    private func arguments(_ pool: PoolConfiguration, slot: Int) -> [String] {
        var arguments = [
            "--pool", pool.name, "--scoreboard", scoreboard.path, "--slot", "\(slot)",
            "--manager-descriptor", "\(Descriptor.manager)",
        ]
        // A tenth of jitter keeps workers of equal age from leaving together.
        if let requestsPerWorker {
            let jittered = Double(requestsPerWorker) * Double.random(in: 0.9...1.1)
            arguments += ["--max-requests", "\(max(1, Int(jittered)))"]
        }
        if let agePerWorker {
            let jittered = agePerWorker * Double.random(in: 0.9...1.1)
            arguments += ["--max-age", "\(max(1, jittered.components.seconds))"]
        }
        return arguments
    }
}

/// Why a worker could not be started.
struct LaunchFailure: Error {
    let reason: String
}
