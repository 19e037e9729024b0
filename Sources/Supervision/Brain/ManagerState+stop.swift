extension ManagerState {
    /// Somebody asked the manager to stop. A quick stop overrules a graceful one.
    public mutating func stopRequested(_ kind: StopKind, at now: Duration) -> [ManagerAction] {
        switch (phase, kind) {
        case (.stopping, _), (.draining, .graceful): return []
        case (.serving, .graceful):
            phase = .draining(until: now + limits.stopGrace)
            return [.report(.stopping(kind)), .closeToNewConnections]
        case (.serving, .quick):
            return [.report(.stopping(kind)), .closeToNewConnections] + dismissEveryone(now)
        case (.draining, .quick):
            return [.report(.stopping(kind))] + dismissEveryone(now)
        }
    }

    /// No connection waits any more after a `closeToNewConnections`.
    public mutating func queuesDrained(at now: Duration) -> [ManagerAction] {
        guard case .draining = phase else { return [] }
        return dismissEveryone(now)
    }

    /// Whether the shell should look for connections that still wait, and answer with `queuesDrained`.
    public var isDraining: Bool {
        if case .draining = phase { true } else { false }
    }

    private mutating func dismissEveryone(_ now: Duration) -> [ManagerAction] {
        phase = .stopping
        var actions: [ManagerAction] = []
        for id in workers.keys.sorted() { actions += askToLeave(id, reason: .stop, now) }
        return actions + reconcile(now)
    }
}

extension ManagerState {
    /// Whether a stop was asked for.
    public var isStopping: Bool { phase != .serving }
}
