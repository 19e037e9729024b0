internal import Platform

/// What the manager reads and writes.
extension Scoreboard {
    /// Notes which process manages the workers; 0 for none.
    public func noteManager(process: Int32) {
        memory.store(UInt64(max(0, process)), at: ScoreboardLayout.Header.managerProcess)
    }

    /// Counts something that the manager did. Only the manager calls this.
    public func count(_ counter: ManagerCounter) {
        memory.add(1, at: ScoreboardLayout.Header.managerCounters + counter.rawValue)
    }

    /// The worker in a slot, without the texts: for the manager's frequent rounds.
    public func glance(_ slot: Int) -> (process: Int32, state: WorkerState?, since: Duration, requests: Int) {
        typealias Status = ScoreboardLayout.Status
        let base = ScoreboardLayout.slot(slot)
        return (
            Int32(truncatingIfNeeded: memory.load(base + Status.process)),
            WorkerState(rawValue: memory.load(base + Status.state)),
            .nanoseconds(Int64(clamping: memory.load(base + Status.since))),
            Int(clamping: memory.load(base + Status.requests))
        )
    }

    /// The whole status of one slot; nil when no worker has it.
    public func look(_ slot: Int) -> SlotSnapshot? { status(slot, routes: routes) }

    /// Notes a worker's private memory in bytes, as the manager measured it.
    public func note(privateMemory bytes: UInt64, slot: Int) {
        memory.store(bytes, at: ScoreboardLayout.slot(slot) + ScoreboardLayout.Status.privateMemory)
    }

    /// Marks a slot as empty, once its worker is gone; its counters stay.
    public func vacate(_ slot: Int) {
        let base = ScoreboardLayout.slot(slot)
        memory.store(0, at: base + ScoreboardLayout.Status.state)
        memory.store(0, at: base + ScoreboardLayout.Status.process)
        memory.store(0, at: base + ScoreboardLayout.Status.requests)
    }
}
