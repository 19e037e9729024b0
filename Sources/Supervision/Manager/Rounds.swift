internal import Logging
internal import Platform
internal import Scoreboard
internal import SystemPackage

/// When the manager looks at the scoreboard next, and at whose memory.
struct Rounds {
    static let interval = Duration.milliseconds(250)

    private(set) var nextRound = Duration.zero
    private var lastStart = Duration.zero
    private var nextMemory = Duration.zero
    private var nextSocketWarning = Duration.zero
    private var lastMeasured = WorkerID(0)
    private var roundsWithQueue: [Int: Int] = [:]

    mutating func noteStart(at now: Duration) { lastStart = now }

    /// How often to look whether workers are ready: they take milliseconds, unless something is wrong with them.
    /// - Parameter isAwaited: whether anything waits for that.
    func readinessInterval(isAwaited: Bool, at now: Duration) -> Duration {
        isAwaited && now - lastStart < .milliseconds(300) ? .milliseconds(2) : .milliseconds(20)
    }

    /// Whether a round is due, and if so when the next one is.
    mutating func isDue(at now: Duration) -> Bool {
        guard nextRound <= now else { return false }
        nextRound = now + Self.interval
        return true
    }

    /// Says that a socket's file is missing or another one lies there: at once, then every ten seconds.
    mutating func warnAboutSocket(_ path: String, _ logger: Logger, at now: Duration) {
        guard nextSocketWarning <= now else { return }
        nextSocketWarning = now + .seconds(10)
        logger.error(
            "The socket's file is gone or was replaced; no new connection arrives until the manager is restarted.",
            metadata: ["path": "\(path)"]
        )
    }

    /// Whether a worker of a pool should be woken for a connection that waits though one idles: the one that the kernel
    /// woke for it does not come, because it is stopped or cannot accept. Asked ever more rarely while nothing helps.
    mutating func shouldWake(pool: Int, queueIsEmpty: Bool) -> Bool {
        guard !queueIsEmpty else {
            roundsWithQueue[pool] = nil
            return false
        }
        let rounds = roundsWithQueue[pool, default: 0] + 1
        roundsWithQueue[pool] = rounds
        return rounds > 1 && rounds & (rounds - 1) == 0
    }

    /// Whose memory to measure now: one worker a second, each in its turn.
    mutating func nextToMeasure(_ workers: some Collection<WorkerID>, at now: Duration) -> WorkerID? {
        guard nextMemory <= now else { return nil }
        nextMemory = now + .seconds(1)
        guard let next = workers.filter({ $0 > lastMeasured }).min() ?? workers.min() else { return nil }
        lastMeasured = next
        return next
    }
}

/// Memory that a process shares with nobody, from `/proc/PID/smaps_rollup`.
/// See <https://docs.kernel.org/filesystems/proc.html>.
private enum PrivateMemory {
    /// In bytes; nil when the process is gone or not readable.
    static func ofProcess(_ process: Int32) -> UInt64? {
        guard let text = try? TextFile.read("/proc/\(process)/smaps_rollup") else { return nil }
        let kibibytes = text.split(separator: "\n").compactMap { line -> UInt64? in
            let words = line.split(separator: " ")
            guard words.count >= 2, ["Private_Clean:", "Private_Dirty:"].contains(words[0]) else { return nil }
            return UInt64(words[1])
        }
        return kibibytes.isEmpty ? nil : kibibytes.reduce(0, &+) &* 1_024
    }
}

extension Manager {
    func timeUntilNextDuty() -> Duration {
        let now = MonotonicClock.now
        var instants = [rounds.nextRound]
        if let deadline = state.nextDeadline { instants.append(deadline) }
        if !state.startingWorkers.isEmpty {
            instants.append(now + rounds.readinessInterval(isAwaited: state.awaitsReadiness, at: now))
        }
        if state.isDraining { instants.append(now + .milliseconds(5)) }
        return max(.zero, (instants.min() ?? now) - now)
    }

    func carryOutDuties() {
        for id in state.startingWorkers.sorted() { noticeReadiness(id) }
        let now = MonotonicClock.now
        if state.isDraining, !sockets.contains(where: \.hasWaitingConnections) {
            perform(state.queuesDrained(at: now))
        }
        if rounds.isDue(at: now) { inspectWorkers() }
        perform(state.advance(to: MonotonicClock.now))
        advanceUpgrade()
        if !hasSaidReady, control != nil, state.isAnswering {
            hasSaidReady = true
            notify("READY=1")
            logger.info("Every pool accepts requests.")
        }
        settings = settings.filter { state.generationsInUse.contains($0.key) || $0.key == newestGeneration }
        answerReloadWaiters()
    }

    private func noticeReadiness(_ id: WorkerID) {
        guard let worker = running[id] else { return }
        let seen = scoreboard.glance(worker.slot)
        guard seen.process == worker.process, let state = seen.state, state != .starting else { return }
        perform(self.state.becameReady(id, at: MonotonicClock.now))
    }

    private func inspectWorkers() {
        let now = MonotonicClock.now
        let measured = rounds.nextToMeasure(running.keys, at: now)
        var idlePools: Set<Int> = []
        for (id, worker) in running.sorted(by: { $0.key < $1.key }) {
            let seen = scoreboard.glance(worker.slot)
            guard seen.process == worker.process else { continue }
            if seen.state == .idle { idlePools.insert(worker.pool) }
            let takes = seen.state?.isBusy == true ? now - seen.since : nil
            var memory: UInt64?
            if id == measured {
                memory = PrivateMemory.ofProcess(worker.process)
                if let memory { scoreboard.note(privateMemory: memory, slot: worker.slot) }
            }
            if takes != nil || memory != nil {
                perform(state.observed(id, requestTakes: takes, privateMemory: memory, at: now))
            }
        }
        for (pool, socket) in sockets.enumerated() {
            let isWaiting = idlePools.contains(pool) && socket.hasWaitingConnections
            if rounds.shouldWake(pool: pool, queueIsEmpty: !isWaiting) { socket.wakeWorker() }
        }
        for socket in sockets where !socket.isReachable && !state.isStopping && !upgrade.isSuperseded {
            rounds.warnAboutSocket(socket.path, logger, at: now)
        }
    }
}
