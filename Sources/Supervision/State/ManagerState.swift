/// Which workers there are, which there should be, and what follows from what happens.
///
/// A pure value: every method takes the instant it happens at (on the monotonic clock), changes the state and returns
/// the actions for `Manager` to carry out. It starts no process, reads no clock and knows no file.
struct ManagerState: Sendable {
    enum Phase: Equatable, Sendable {
        case serving
        /// Paths are gone, queued connections are still being served; at the deadline they are given up.
        case draining(until: Duration)
        case stopping
    }

    let limits: ManagerLimits
    var pools: [WorkerPool]
    var workers: [WorkerID: WorkerRecord] = [:]
    var phase = Phase.serving
    var reloadDueAt: Duration?
    /// How long a request may take, by the generation of settings; none: as long as it wants.
    var requestDeadlines: [Int: Duration] = [:]
    private var lastWorker = 0
    private var random: any RandomNumberGenerator & Sendable

    /// A manager without workers; `begin(at:)` starts them.
    ///
    /// - Parameters:
    ///   - pools: the name and the number of workers of each pool; names are unique, numbers in
    ///     `1 ... ManagerLimits.maximumWorkers`.
    ///   - requestDeadline: how long a request may take with the first settings; nil: as long as it wants.
    ///   - random: where the jitter comes from.
    init(
        pools: [(name: String, workers: Int)],
        limits: ManagerLimits,
        requestDeadline: Duration? = nil,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.limits = limits
        self.pools = pools.map { WorkerPool(name: $0.name, desired: $0.workers) }
        self.random = random
        requestDeadlines[0] = requestDeadline
    }

    /// Starts the workers.
    mutating func begin(at now: Duration) -> [ManagerAction] { reconcile(now) }

    /// The next instant at which `advance(to:)` has something to do, if nothing happens before.
    var nextDeadline: Duration? {
        var deadlines = workers.values.compactMap { $0.deadline(limits) }
        if let reloadDueAt { deadlines.append(reloadDueAt) }
        if case .draining(let until) = phase { deadlines.append(until) }
        if phase != .stopping {
            for seat in pools.flatMap(\.seats) where seat.notBefore > .zero && isWaiting(seat) {
                deadlines.append(seat.notBefore)
            }
        }
        return deadlines.min()
    }

    private func isWaiting(_ seat: Seat) -> Bool {
        guard let current = seat.current, let worker = workers[current] else { return true }
        return seat.incoming == nil && needsReplacement(worker)
    }

    /// Carries out what is due at `now`.
    mutating func advance(to now: Duration) -> [ManagerAction] {
        var actions: [ManagerAction] = []
        for worker in workers.values.sorted(by: { $0.id < $1.id }) {
            guard let deadline = worker.deadline(limits), deadline <= now else { continue }
            actions += kill(worker, reason: worker.stage == .starting ? .notReady : .didNotLeave)
        }
        if let due = reloadDueAt, due <= now {
            reloadDueAt = nil
            actions.append(.loadSettings)
        }
        if case .draining(let until) = phase, until <= now { actions += queuesDrained(at: now) }
        return actions + reconcile(now)
    }

    /// Brings the workers that are in line with those that should be.
    mutating func reconcile(_ now: Duration) -> [ManagerAction] {
        if phase == .stopping { return workers.isEmpty ? [.finish] : [] }
        return pools.indices.flatMap { pool in resize(pool, now) + fillSeats(pool, now) }
    }

    private mutating func resize(_ pool: Int, _ now: Duration) -> [ManagerAction] {
        var actions: [ManagerAction] = []
        while pools[pool].seats.count > pools[pool].desired, let seat = pools[pool].seats.popLast() {
            for id in [seat.incoming, seat.current] { actions += askToLeave(id, reason: .scaledDown, now) }
        }
        while pools[pool].seats.count < pools[pool].desired { pools[pool].seats.append(Seat()) }
        return actions
    }

    /// Starts a worker for each empty seat, and replacements, as many as may start at once.
    private mutating func fillSeats(_ pool: Int, _ now: Duration) -> [ManagerAction] {
        var actions: [ManagerAction] = []
        var replacements = pools[pool].replacementsAtOnce - pools[pool].seats.count { $0.incoming != nil }
        for index in pools[pool].seats.indices where pools[pool].seats[index].notBefore <= now {
            pools[pool].seats[index].notBefore = .zero
            let seat = pools[pool].seats[index]
            var generation = pools[pool].generationForStart
            guard let current = seat.current else {
                pools[pool].seats[index].current = startWorker(pool, index, generation, now, &actions)
                continue
            }
            guard phase == .serving, replacements > 0, seat.incoming == nil, let worker = workers[current],
                needsReplacement(worker)
            else { continue }
            if worker.generation != pools[pool].target { generation = pools[pool].target }
            pools[pool].seats[index].incoming = startWorker(pool, index, generation, now, &actions)
            replacements -= 1
        }
        return actions
    }

    private func needsReplacement(_ worker: WorkerRecord) -> Bool {
        worker.isServing && (worker.isTooLarge || worker.generation != pools[worker.pool].target)
    }

    private mutating func startWorker(
        _ pool: Int,
        _ seat: Int,
        _ generation: Int,
        _ now: Duration,
        _ actions: inout [ManagerAction]
    ) -> WorkerID {
        lastWorker += 1
        let id = WorkerID(lastWorker)
        workers[id] = WorkerRecord(id: id, pool: pool, generation: generation, startedAt: now)
        let name = pools[pool].name
        actions.append(.start(id, pool: name, generation: generation))
        actions.append(.report(.workerStarted(id, pool: name, seat: seat, generation: generation)))
        return id
    }

    mutating func askToLeave(_ id: WorkerID?, reason: LeaveReason, _ now: Duration) -> [ManagerAction] {
        guard let id, let worker = workers[id], worker.isServing || worker.stage == .starting else { return [] }
        let killAt = now + limits.stopGrace
        workers[id]?.stage = .leaving(reason, killAt: killAt)
        let event = ManagerEvent.workerAskedToLeave(id, pool: pools[worker.pool].name, reason: reason)
        return [.askToLeave(id), .report(event)]
    }

    mutating func kill(_ worker: WorkerRecord, reason: KillReason) -> [ManagerAction] {
        workers[worker.id]?.stage = .killed
        let event = ManagerEvent.workerKilled(worker.id, pool: pools[worker.pool].name, reason: reason)
        return [.kill(worker.id), .report(event)]
    }

    /// Leaves the seat empty, or without a replacement, for as long as its failures ask for.
    mutating func countFailure(_ pool: Int, _ seat: Int, wasReady: Bool, _ now: Duration) -> [ManagerAction] {
        let jitter = Double.random(in: 0..<1, using: &random)
        let delay = pools[pool].seats[seat].countFailure(wasReady: wasReady, jitter: jitter, at: now)
        guard delay > .zero else { return [] }
        let failures = pools[pool].seats[seat].failures
        return [.report(.seatBackedOff(pool: pools[pool].name, seat: seat, delay: delay, failures: failures))]
    }
}
