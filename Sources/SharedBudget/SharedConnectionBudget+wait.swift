internal import Platform
internal import SystemPackage

extension SharedConnectionBudget {
    /// How often a waiting process looks for the slots of the dead: the one on the lookout, and the others.
    private static var lookoutPause: Duration { .milliseconds(2) }
    private static var waiterPause: Duration { .milliseconds(50) }
    /// How long a process waits before it asks again, in case the one that took its token died or was stopped.
    private static var patience: Duration { .milliseconds(100) }

    /// Waits in line until a slot is taken.
    ///
    /// The lock that says "I wait" is taken before the token is put, so whoever takes the token finds the waiter, and the
    /// slots are looked at after both, so one that was freed before is found.
    func waitForSlot(until deadline: Duration) -> Bool {
        guard MonotonicClock.now < deadline, let ticket = takeTicket() else { return false }
        var isLookout = false
        defer {
            files.slots.release(byte: ticket)
            if isLookout {
                files.slots.release(byte: BudgetFiles.LockByte.lookout)
                if hasWaiters { files.freed.put() }
            }
        }
        var poller = try? Poller()
        try? poller?.add(files.freed.descriptor, .readableExclusively)
        files.wanted.put()
        var nextQuestion = MonotonicClock.now + Self.patience
        while true {
            if takeFreeSlot() { return true }
            let now = MonotonicClock.now
            guard now < deadline else { return false }
            if now >= nextQuestion {
                if files.wanted.isEmpty { files.wanted.put() }
                nextQuestion = now + Self.patience
            }
            isLookout = isLookout || takeLookout()
            let pause = min(deadline - now, isLookout ? Self.lookoutPause : Self.waiterPause)
            if poller == nil {
                MonotonicClock.sleep(until: now + pause)
            } else if poller?.wait(timeout: pause).isEmpty == false {
                _ = files.freed.take()
            }
        }
    }

    private func takeTicket() -> Int64? {
        for _ in 0..<8 {
            let byte = Int64.random(in: BudgetFiles.LockByte.waiters)
            guard let taken = try? files.slots.take(byte: byte) else { return nil }
            if taken { return byte }
        }
        return nil
    }

    private func takeLookout() -> Bool {
        (try? files.slots.take(byte: BudgetFiles.LockByte.lookout)) ?? false
    }
}
