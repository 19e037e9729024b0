internal import Logging
internal import Platform
internal import Scoreboard
internal import SystemPackage

/// Who was before this manager, and who comes after it.
struct Succession {
    /// The manager to be sent away once this one is ready; nil when there is none, or no more.
    var predecessor: Int32?
    /// The manager that this one started to take its place.
    var successor: Int32?
    /// Whether the successor has taken over: sockets and paths are no longer ours.
    var isSuperseded = false
    /// When the attempt to take over began.
    let startedAt: Duration

    init(predecessor: Int32?, startedAt: Duration) {
        self.predecessor = predecessor
        self.startedAt = startedAt
    }
}

extension Manager {
    /// Starts this program anew and leaves it the lock and the sockets. It takes over when its workers are ready; until
    /// then, or if it fails, nothing changes here.
    /// - Returns: why that is not possible now; nil when it is.
    @discardableResult
    func startSuccessor() -> String? {
        let problem: String
        if state.isStopping {
            problem = "\(CommandRefusal.stopping)"
        } else if succession.successor != nil || succession.predecessor != nil {
            problem = "Another upgrade is under way."
        } else {
            do {
                try launchSuccessor()
                return nil
            } catch {
                problem = "\(configuration.command.executable) cannot be started: \(error)."
            }
        }
        logger.error("The upgrade is refused.", metadata: ["reason": "\(problem)"])
        return problem
    }

    private func launchSuccessor() throws(Errno) {
        var descriptors: [Int32: FileDescriptor] = [Handover.lockDescriptor: lock.descriptor]
        var pools: [Handover.Pool] = []
        for (summary, socket) in zip(state.summaries, sockets) {
            let number = Handover.firstPoolDescriptor + Int32(pools.count)
            pools.append(Handover.Pool(name: summary.name, workers: summary.wanted, descriptor: number))
            descriptors[number] = socket.descriptor
        }
        var environment = ProcessEnvironment.all()
        environment[Handover.variable] = Handover(predecessor: ThisProcess.id, pools: pools).text
        succession.successor = try ChildProcess.start(
            configuration.command.executable,
            arguments: configuration.command.arguments,
            environment: environment,
            descriptors: descriptors
        )
        logger.info("A new manager was started.", metadata: ["manager_pid": "\(succession.successor ?? 0)"])
    }

    /// Takes over from the predecessor as soon as every worker is ready, or gives up.
    func advanceSuccession() {
        guard let predecessor = succession.predecessor else { return }
        // A predecessor that died leaves this one in charge, ready or not.
        if state.isComplete || ThisProcess.parent != predecessor {
            do {
                try takeOffice()
            } catch {
                logger.error("The control socket cannot be made.", metadata: ["reason": "\(error)"])
            }
            succession.predecessor = nil
            scoreboard.count(.upgrades)
            if ThisProcess.parent == predecessor { ChildProcess.signal(predecessor, .quit) }
        } else if MonotonicClock.now - succession.startedAt > Handover.timeout, !state.isStopping {
            logger.error("The workers did not get ready in time; the old manager stays.")
            succession.isSuperseded = true
            perform(state.stopRequested(.quick, at: MonotonicClock.now))
        }
    }
}
