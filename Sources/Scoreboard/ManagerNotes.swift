internal import Platform

extension Scoreboard {
    /// Notes which process manages the workers; 0 for none.
    public func noteManager(process: Int32, startedAt: Duration) {
        memory.store(UInt64(max(0, process)), at: ScoreboardLayout.Header.managerProcess)
        memory.store(UInt64(max(0, startedAt.wholeNanoseconds)), at: ScoreboardLayout.Header.managerStarted)
    }

    /// Counts something that the manager did. Only the manager calls this.
    public func count(_ counter: ManagerCounter) {
        memory.add(1, at: ScoreboardLayout.Header.managerCounters + counter.rawValue)
    }
}
