internal import Logging
internal import Platform
internal import Scoreboard

/// The process, slot and pool of a worker.
struct RunningWorker {
    let process: Int32
    let slot: Int
    /// The position of its pool.
    let pool: Int
}

extension Manager {
    func start(_ id: WorkerID, pool name: String, generation: Int) throws(ManagerError) {
        guard let index = configuration.pools.firstIndex(where: { $0.name == name }),
            let chosen = settings[generation]
        else { throw ManagerError("There are no settings of generation \(generation).") }
        let before = chosen.withoutForkServer[name]
        defer {
            if let after = chosen.withoutForkServer[name], after != before, after != Duration.seconds(Int64.max) {
                logger.warning(
                    "The fork server does not work; workers are started one by one for a while.",
                    metadata: ["pool": "\(name)"]
                )
            }
        }
        let (process, slot) = try launcher.start(
            configuration.pools[index],
            socket: sockets[index],
            settings: chosen,
            near: lastFreedSlot
        )
        running[id] = RunningWorker(process: process, slot: slot, pool: index)
        rounds.noteStart(at: MonotonicClock.now)
    }

    func signal(_ id: WorkerID, _ signal: ProcessSignal) {
        if let worker = running[id] { ChildProcess.signal(worker.process, signal) }
    }

    /// Collects every child that has ended.
    func reap() {
        while let (process, status) = ChildProcess.reap() {
            if process == upgrade.newManager {
                upgrade.newManager = nil
                logger.error(
                    "The new manager ended before it took over; this one stays.",
                    metadata: ["status": "\(status)"]
                )
                continue
            }
            guard let (id, worker) = running.first(where: { $0.value.process == process }) else { continue }
            let seen = scoreboard.glance(worker.slot)
            let requests = seen.process == process ? seen.requests : 0
            if seen.process == process {
                if seen.state == .idle || seen.state?.isBusy == true {
                    // It was ready and died before the next round could see it.
                    perform(state.becameReady(id, at: MonotonicClock.now))
                }
                if seen.state?.isBusy == true { describeLastRequest(id, status: status) }
                scoreboard.vacate(worker.slot)
                lastFreedSlot = worker.slot
            }
            perform(state.exited(id, status: status, requests: requests, at: MonotonicClock.now))
            running[id] = nil
            // One that left in good order has served whatever woke it.
            if status != .code(0) { sockets[worker.pool].wakeWorker() }
        }
    }

    /// Says in the log which request a worker had in hand when it was lost: its route and id, never its content.
    func describeLastRequest(_ id: WorkerID, status: ExitStatus? = nil) {
        guard let worker = running[id], let slot = scoreboard.look(worker.slot), slot.process == worker.process,
            slot.state.isBusy
        else { return }
        let duration = MonotonicClock.now - slot.since
        logger.warning(
            status == nil ? "The request of a worker about to be killed." : "The request of a worker that died.",
            metadata: [
                "worker": "\(id)", "worker_pid": "\(worker.process)", "pool": "\(slot.pool)",
                "route": "\(slot.route ?? "unknown")", "request_id": "\(slot.requestID)",
                "duration_ms": "\(Int64(duration / .milliseconds(1)))",
            ]
        )
    }
}
