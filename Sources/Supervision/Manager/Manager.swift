public import Logging
internal import Platform
internal import Scoreboard
internal import SystemPackage

/// The process manager: holds the sockets, and carries out what `ManagerState` decides. One thread, one event loop.
public final class Manager {
    let configuration: ManagerConfiguration
    let logger: Logger
    let scoreboard: Scoreboard
    let launcher: WorkerLauncher
    let lock: ManagerLock
    let sockets: [ListeningSocket]
    let startedAt = MonotonicClock.now
    let signals: SignalDescriptor
    var poller: Poller

    var state: ManagerState
    var running: [WorkerID: RunningWorker] = [:]
    var settings: [Int: WorkerSettings]
    var control: ControlServer?
    var upgrade: ManagerUpgrade
    var rounds = Rounds()
    /// Where the next worker's slot of the scoreboard is most likely free.
    var lastFreedSlot = 0
    var reloadWaiters: [FileDescriptor] = []
    var reloadProblem: String?
    var hasSaidReady = false
    let environment = ProcessEnvironment.all()
    private var isFinished = false

    var newestGeneration: Int { settings.keys.max() ?? 0 }

    /// Takes the lock and the sockets; `run()` starts the workers.
    ///
    /// - Throws: `ManagerError`, with everything as it was.
    public init(_ configuration: ManagerConfiguration, logger: Logger) throws(ManagerError) {
        try configuration.validate()
        self.configuration = configuration
        self.logger = logger
        // Everything that starts from here on inherits what it is given and no more.
        FileDescriptor.setCloseOnExecForInherited()
        let first = try configuration.settings.load()
        settings = [0: first]
        for pool in configuration.pools where !FileSystem.isExecutable(pool.executable) {
            throw ManagerError("Pool \"\(pool.name)\": \(pool.executable) is no program that this user may run.")
        }
        do {
            try FileSystem.makeDirectory(configuration.runtimeDirectory)
        } catch {
            throw ManagerError("The runtime directory \(configuration.runtimeDirectory) cannot be made: \(error).")
        }
        let paths = configuration.paths
        let inherited = UpgradeState.inherited(environment)
        if inherited != nil {
            lock = ManagerLock(inherited: FileDescriptor(rawValue: UpgradeState.lockDescriptor), path: paths.lock)
        } else {
            lock = try ManagerLock(path: paths.lock)
        }
        var pools = configuration.pools.map { (name: $0.name, workers: $0.workers) }
        var sockets: [ListeningSocket] = []
        for index in pools.indices {
            let path = paths.socket(pool: pools[index].name)
            if let pool = inherited?.pools.first(where: { $0.name == pools[index].name }) {
                pools[index].workers = pool.workers
                sockets.append(ListeningSocket(FileDescriptor(rawValue: pool.descriptor), path: path))
            } else {
                sockets.append(try ListeningSocket(path: path, lock: lock))
            }
        }
        self.sockets = sockets
        do {
            scoreboard = try Scoreboard(path: paths.scoreboard)
            launcher = try WorkerLauncher(configuration, scoreboard: scoreboard)
            signals = try SignalDescriptor([
                .terminate, .interrupt, .quit, .hangUp, .user2, .terminalInput, .terminalOutput, .childEnded,
            ])
            poller = try Poller()
            try poller.add(signals.descriptor)
        } catch {
            throw ManagerError("The manager cannot be set up in \(configuration.runtimeDirectory): \(error).")
        }
        state = ManagerState(pools: pools, limits: configuration.limits, requestDeadline: first.requestDeadline)
        upgrade = ManagerUpgrade(oldManager: inherited?.oldManager)
    }

    /// Starts the workers and keeps them until somebody asks to stop and the last one is gone.
    /// - Throws: `ManagerError` when the control socket cannot be made.
    public func run() throws(ManagerError) {
        if upgrade.oldManager == nil { try takeCharge() }
        perform(state.begin(at: MonotonicClock.now))
        while !isFinished {
            for descriptor in poller.wait(timeout: timeUntilNextDuty()) { handle(descriptor) }
            carryOutDuties()
        }
        if !upgrade.isSuperseded {
            for socket in sockets { socket.unlink() }
            scoreboard.noteManager(process: 0)
        }
        control?.close()
        logger.info("The manager leaves.")
    }

    /// Becomes the manager that others see: from here on commands come to this process.
    func takeCharge() throws(ManagerError) {
        do {
            control = try ControlServer(path: configuration.paths.control, poller: poller)
        } catch {
            throw ManagerError("The control socket \(configuration.paths.control) cannot be made: \(error).")
        }
        lock.write(sockets: sockets.map(\.path))
        scoreboard.noteManager(process: ThisProcess.id)
        notify("MAINPID=\(ThisProcess.id)")
        logger.info(
            "The manager is in charge.",
            metadata: [
                "directory": "\(configuration.runtimeDirectory)",
                "pools": "\(state.summaries.map { "\($0.name)=\($0.wanted)" }.joined(separator: " "))",
            ]
        )
    }

    private func handle(_ descriptor: FileDescriptor) {
        if descriptor == signals.descriptor {
            while let signal = signals.next() { handle(signal) }
        } else if control?.owns(descriptor) == true {
            if let (connection, request) = control?.receive(descriptor, poller: poller) {
                answer(request, connection)
            }
        }
    }

    private func handle(_ signal: ProcessSignal) {
        let now = MonotonicClock.now
        switch signal {
        case .terminate, .interrupt: stop(.quick, at: now)
        case .quit: quit(at: now)
        case .hangUp: perform(state.reloadRequested(at: now))
        case .user2: startNewManager()
        case .terminalInput: perform(state.adjust(by: 1, at: now))
        case .terminalOutput: perform(state.adjust(by: -1, at: now))
        case .childEnded: reap()
        case .kill, .user1: break
        }
    }

    /// Stops, and with this manager a new one that has not taken over yet.
    func stop(_ kind: StopKind, at now: Duration) {
        if let process = upgrade.newManager { ChildProcess.signal(process, kind == .quick ? .terminate : .quit) }
        perform(state.stopRequested(kind, at: now))
    }

    /// A new manager that is ready sends the same signal as an operator; its workers serve the queues already.
    private func quit(at now: Duration) {
        if upgrade.newManager != nil { upgrade.isSuperseded = true }
        perform(state.stopRequested(upgrade.isSuperseded ? .quick : .graceful, at: now))
    }

    /// Carries out the actions, and what follows from them.
    func perform(_ actions: [ManagerAction]) {
        var pending = actions[...]
        while let action = pending.popFirst() {
            switch action {
            case .start(let id, let pool, let generation):
                do {
                    try start(id, pool: pool, generation: generation)
                } catch {
                    pending += state.startFailed(id, reason: error.description, at: MonotonicClock.now)
                }
            case .askToLeave(let id): signal(id, .terminate)
            case .kill(let id):
                describeLastRequest(id)
                signal(id, .kill)
            case .loadSettings: pending += loadSettings()
            case .closeToNewConnections: closeToNewConnections()
            case .report(let event): log(event)
            case .finish: isFinished = true
            }
        }
    }

    private func closeToNewConnections() {
        guard !upgrade.isSuperseded else { return }
        notify("STOPPING=1")
        for socket in sockets { socket.unlink() }
    }

    /// Tells the service manager, if there is one.
    func notify(_ state: String) { ServiceNotification.send(state, environment: environment) }

    private func log(_ event: ManagerEvent) {
        let report = event.report { running[$0]?.process }
        if let counter = report.counter { scoreboard.count(counter) }
        if let reason = event.reloadProblem { reloadProblem = reason }
        logger.log(level: report.level, "\(report.message)", metadata: report.metadata)
    }
}
