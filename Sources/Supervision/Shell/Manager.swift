public import Logging
internal import Platform
internal import Scoreboard
internal import SystemPackage

/// The process manager: holds the sockets, asks its brain what to do, and does it. One thread, one event loop.
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
    var processes: [Int32: WorkerID] = [:]
    var settings: [Int: WorkerSettings]
    var newestGeneration = 0
    var control: ControlServer?
    var succession: Succession
    var rounds = Rounds()
    /// Where the next worker's slot of the scoreboard is most likely free.
    var lastFreedSlot = 0
    var reloadWaiters: [FileDescriptor] = []
    var reloadProblem: String?
    var hasSaidReady = false
    private let environment = ProcessEnvironment.all()
    private var isFinished = false

    /// Takes the lock and the sockets; `run()` starts the workers.
    ///
    /// - Throws: `StartRefusal`, with everything as it was, or `SettingsRefusal`.
    public init(_ configuration: ManagerConfiguration, logger: Logger) throws {
        try configuration.validate()
        self.configuration = configuration
        self.logger = logger
        // Everything that starts from here on inherits what it is given and no more.
        FileDescriptor.setCloseOnExecForInherited()
        let first = try configuration.settings.load()
        settings = [0: first]
        for pool in configuration.pools where !FileSystem.isExecutable(pool.executable) {
            throw StartRefusal("Pool \"\(pool.name)\": \(pool.executable) is no program that this user may run.")
        }
        do {
            try FileSystem.makeDirectory(configuration.runtimeDirectory)
        } catch {
            throw StartRefusal("The runtime directory \(configuration.runtimeDirectory) cannot be made: \(error).")
        }
        let paths = configuration.paths
        let inheritance = Handover.inherited(environment)
        if inheritance != nil {
            lock = ManagerLock(inherited: FileDescriptor(rawValue: Handover.lockDescriptor), path: paths.lock)
        } else {
            lock = try ManagerLock(path: paths.lock)
        }
        var pools = configuration.pools.map { (name: $0.name, workers: $0.workers) }
        var sockets: [ListeningSocket] = []
        for index in pools.indices {
            let path = paths.socket(pool: pools[index].name)
            if let left = inheritance?.pools.first(where: { $0.name == pools[index].name }) {
                pools[index].workers = left.workers
                sockets.append(ListeningSocket(inherited: FileDescriptor(rawValue: left.descriptor), path: path))
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
            throw StartRefusal("The manager cannot be set up in \(configuration.runtimeDirectory): \(error).")
        }
        state = ManagerState(
            pools: pools,
            limits: configuration.limits,
            requestDeadline: first.requestDeadline
        )
        succession = Succession(predecessor: inheritance?.predecessor, startedAt: startedAt)
    }

    /// Starts the workers and keeps them until somebody asks to stop and the last one is gone.
    /// - Throws: `StartRefusal` when the control socket cannot be made.
    public func run() throws {
        if succession.predecessor == nil { try takeOffice() }
        perform(state.begin(at: MonotonicClock.now))
        while !isFinished {
            for descriptor in poller.wait(timeout: timeUntilNextDuty()) { handle(descriptor) }
            carryOutDuties()
        }
        if !succession.isSuperseded {
            for socket in sockets { socket.unlink() }
            scoreboard.noteManager(process: 0, startedAt: .zero)
        }
        control?.close()
        logger.info("The manager leaves.")
    }

    /// Becomes the manager that others see: from here on commands come to this process.
    func takeOffice() throws {
        do {
            control = try ControlServer(path: configuration.paths.control, poller: poller)
        } catch {
            throw StartRefusal("The control socket \(configuration.paths.control) cannot be made: \(error).")
        }
        lock.write(sockets: sockets.map(\.path))
        scoreboard.noteManager(process: ThisProcess.id, startedAt: startedAt)
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
        case .terminate, .interrupt: perform(state.stopRequested(.quick, at: now))
        case .quit: quit(at: now)
        case .hangUp: perform(state.reloadRequested(at: now))
        case .user2: startSuccessor()
        case .terminalInput: perform(state.adjust(by: 1, at: now))
        case .terminalOutput: perform(state.adjust(by: -1, at: now))
        case .childEnded: reap()
        case .kill, .user1: break
        }
    }

    /// A successor that is ready sends the same signal as an operator; its workers serve the queues already.
    private func quit(at now: Duration) {
        if succession.successor != nil {
            succession.isSuperseded = true
            perform(state.stopRequested(.quick, at: now))
        } else {
            perform(state.stopRequested(.graceful, at: now))
        }
    }

    /// Carries out what the brain asks for, and what follows from that.
    func perform(_ actions: [ManagerAction]) {
        var pending = actions[...]
        while let action = pending.popFirst() {
            switch action {
            case .start(let id, let pool, let generation):
                if let failure = start(id, pool: pool, generation: generation) {
                    pending += state.startFailed(id, reason: failure.reason, at: MonotonicClock.now)
                }
            case .askToLeave(let id): signal(id, .terminate)
            case .kill(let id):
                describeLastRequest(id)
                signal(id, .kill)
            case .loadSettings: pending += loadSettings()
            case .closeToNewConnections: closeToNewConnections()
            case .report(let event): report(event)
            case .finish: isFinished = true
            }
        }
    }

    private func closeToNewConnections() {
        guard !succession.isSuperseded else { return }
        notify("STOPPING=1")
        for socket in sockets { socket.unlink() }
    }

    /// Tells the service manager, if there is one.
    func notify(_ state: String) { ServiceNotification.send(state, environment: environment) }

    func report(_ event: ManagerEvent) {
        if let counter = event.counter { scoreboard.count(counter) }
        if let reason = event.reloadProblem { reloadProblem = reason }
        guard event.level >= logger.logLevel else { return }
        var metadata = event.metadata
        if let id = event.worker, let worker = running[id] { metadata["worker_pid"] = "\(worker.process)" }
        logger.log(level: event.level, "\(event.message)", metadata: metadata)
    }
}
