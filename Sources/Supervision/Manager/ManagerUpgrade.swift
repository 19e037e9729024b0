internal import JSON
internal import Logging
internal import Platform
internal import Scoreboard
internal import SystemPackage

/// How far an upgrade (`SIGUSR2`) is: a new manager, started by the old one, takes its place.
struct ManagerUpgrade {
    /// How long a new manager tries before it gives up and leaves everything to the old one.
    static let timeout = Duration.seconds(30)

    /// The manager to be sent away once this one is ready; nil when there is none, or no more.
    var oldManager: Int32?
    /// The manager that this one started to take its place.
    var newManager: Int32?
    /// Whether sockets and paths belong to another manager: to the new one, or still to the old one.
    var isSuperseded = false
}

/// What the old manager leaves to the new one: the lock and the listening sockets, as inherited descriptors, and the
/// pools' present sizes.
struct UpgradeState {
    /// The environment variable that carries it.
    static let variable = "ONBOARDING_HANDOVER"
    static let lockDescriptor: Int32 = 3
    static let firstPoolDescriptor: Int32 = 4

    struct Pool {
        let name: String
        let workers: Int
        let descriptor: Int32
    }

    let oldManager: Int32
    let pools: [Pool]

    /// JSON, which a manager of another release reads too.
    var text: String {
        let pools = pools.map { pool in
            JSONValue.object([
                "name": .string(pool.name), "workers": .integer(pool.workers),
                "descriptor": .integer(Int(pool.descriptor)),
            ])
        }
        let object = JSONValue.object(["predecessor": .integer(Int(oldManager)), "pools": .array(pools)])
        return String(decoding: object.text, as: UTF8.self)
    }

    /// What this process was left, if its parent is the one that left it.
    static func inherited(_ environment: [String: String]) -> UpgradeState? {
        guard let text = environment[variable], let document = try? JSONValue.parse(Array(text.utf8)),
            case .integer(let process)? = document["predecessor"], process == Int(ThisProcess.parent),
            case .array(let entries)? = document["pools"]
        else { return nil }
        var pools: [Pool] = []
        for entry in entries {
            guard case .string(let name)? = entry["name"], case .integer(let workers)? = entry["workers"],
                case .integer(let descriptor)? = entry["descriptor"]
            else { return nil }
            pools.append(Pool(name: name, workers: workers, descriptor: Int32(clamping: descriptor)))
        }
        return UpgradeState(oldManager: ThisProcess.parent, pools: pools)
    }
}

extension Manager {
    /// Starts this program anew and leaves it the lock and the sockets. It takes over when its workers are ready; until
    /// then, or if it fails, nothing changes here.
    /// - Returns: why that is not possible now; nil when it is.
    @discardableResult
    func startNewManager() -> String? {
        let problem: String
        if state.isStopping {
            problem = "\(CommandError.stopping)"
        } else if upgrade.newManager != nil || upgrade.oldManager != nil {
            problem = "Another upgrade is under way."
        } else {
            do {
                let process = try launchNewManager()
                upgrade.newManager = process
                logger.info("A new manager was started.", metadata: ["manager_pid": "\(process)"])
                return nil
            } catch {
                problem = "\(configuration.command.executable) cannot be started: \(error)."
            }
        }
        logger.error("The upgrade is refused.", metadata: ["reason": "\(problem)"])
        return problem
    }

    private func launchNewManager() throws(Errno) -> Int32 {
        var descriptors: [Int32: FileDescriptor] = [UpgradeState.lockDescriptor: lock.descriptor]
        var pools: [UpgradeState.Pool] = []
        for (summary, socket) in zip(state.summaries, sockets) {
            let number = UpgradeState.firstPoolDescriptor + Int32(pools.count)
            pools.append(UpgradeState.Pool(name: summary.name, workers: summary.wanted, descriptor: number))
            descriptors[number] = socket.descriptor
        }
        var environment = environment
        environment[UpgradeState.variable] = UpgradeState(oldManager: ThisProcess.id, pools: pools).text
        return try ChildProcess.start(
            configuration.command.executable,
            arguments: configuration.command.arguments,
            environment: environment,
            descriptors: descriptors
        )
    }

    /// Takes over from the old manager as soon as every worker is ready, or gives up.
    func advanceUpgrade() {
        guard let oldManager = upgrade.oldManager else { return }
        // When the old manager has died, this one is in charge, ready or not.
        if state.isComplete || ThisProcess.parent != oldManager {
            do {
                try takeCharge()
            } catch {
                logger.error("The control socket cannot be made.", metadata: ["reason": "\(error)"])
            }
            upgrade.oldManager = nil
            scoreboard.count(.upgrades)
            if ThisProcess.parent == oldManager { ChildProcess.signal(oldManager, .quit) }
        } else if MonotonicClock.now - startedAt > ManagerUpgrade.timeout, !state.isStopping {
            logger.error("The workers did not get ready in time; the old manager stays.")
            upgrade.isSuperseded = true
            perform(state.stopRequested(.quick, at: MonotonicClock.now))
        }
    }
}
