internal import Platform
public import Pooling
public import SystemPackage

/// A connection budget for all processes of a host that use the same runtime directory.
///
/// A slot is a lock on one byte of a file, so the kernel gives it back when its holder dies, however it dies. A worker
/// takes its slot before it listens, and keeps it as long as nobody else needs one: with no more workers than slots a
/// request costs one store to memory. With more workers than slots those without one rest, except one observer for each
/// listening socket, which sees to it that no request is left lying. A process that holds a request and no slot
/// waits in line; one of the processes that idle, or the first that is between two requests, gives its slot up.
///
/// The number of slots is an argument of each process and stored nowhere: while processes with an old and a new number
/// run side by side, the larger number holds. One thread.
public final class SharedConnectionBudget: ConnectionBudget {
    let slots: Int
    var files: BudgetFiles
    private let marks: SlotMarks
    let group: AcceptanceGroup?
    /// The slots whose locks this process holds: first those that back an open connection, then the reserve.
    var held: [Int] = []
    /// How many of them back an open connection.
    var used = 0
    private var observation = Observation()

    /// How long a worker rests at most before it looks whether the observer still lives. An observer that leaves wakes a
    /// successor; this is for one that was killed.
    static let longestRest = Duration.seconds(2)

    /// Opens the budget's files, and creates them where there are none. Takes no slot yet.
    /// - Parameters:
    ///   - directory: the runtime directory; it must exist.
    ///   - slots: the connections that all processes may have open together, from 1 to 10,000.
    ///   - group: a name, in letters, digits and `-`, that the workers on one listening socket share; nil for a process
    ///     that accepts no requests: it holds slots only for connections that are open.
    /// - Throws: `Errno` from the kernel; `.invalidArgument` for a number or name outside these limits.
    public init(directory: String, slots: Int, group: String?) throws(Errno) {
        guard (1...BudgetFiles.mostSlots).contains(slots) else { throw .invalidArgument }
        if let group, !Self.isName(group) { throw .invalidArgument }
        self.slots = slots
        files = try BudgetFiles(directory: directory)
        marks = try SlotMarks(directory: directory, slots: slots)
        self.group = if let group { try AcceptanceGroup(directory: directory, name: group) } else { nil }
        held.reserveCapacity(1)
    }

    deinit { leave() }

    /// Takes a slot: a reserve, a free one, or, until `deadline` on `MonotonicClock`, one that another process gives up
    /// or that the server lets go of.
    public func take(deadline: Duration) -> Bool {
        // The server may still be busy with what the reserve backed before.
        while held.count > used, !marks.isVacant(held[used], at: MonotonicClock.now) { release() }
        guard held.count > used || takeFreeSlot() || waitForSlot(until: deadline) else { return false }
        marks.opening(held[used])
        used += 1
        return true
    }

    /// Notes which process of the server to watch, should this one be killed.
    public func opened(backend: UInt64) {
        guard used > 0 else { return }
        marks.opened(held[used - 1], backend: backend)
    }

    /// Gives a slot back; a worker with a listening socket keeps one as its reserve. When the server may still count the
    /// connection, nobody takes the slot before it has let go.
    public func giveBack(backend: UInt64, isGone: Bool) {
        let place = held[..<used].firstIndex { marks.has($0, backend: backend) } ?? used - 1
        held.swapAt(place, used - 1)
        used -= 1
        marks.closed(held[used], isGone: isGone, at: MonotonicClock.now)
        if held.count - used > (group == nil ? 0 : 1) { release() }
    }

    /// Takes a token from those who wait, and says whether one of them still does.
    public func isAskedToYield() -> Bool {
        guard !held.isEmpty else { return false }
        while files.wanted.take() {
            if hasWaiters { return true }
        }
        return false
    }

    /// Gives the reserve up. When every slot backs a connection in use, the question is passed on to another process.
    public func yield() {
        guard held.count > used else { return files.wanted.put() }
        release()
    }

    /// Accept while holding a slot; without one rest, or observe for those who rest.
    public func advice(at now: Duration, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        let asked = files.wanted.descriptor.rawValue
        guard let group else { return AcceptanceAdvice(.accept, descriptor: asked) }
        if !held.isEmpty || (!hasWaiters && takeFreeSlot()) {
            leavePost()
            return AcceptanceAdvice(.accept, descriptor: asked)
        }
        guard group.becomeObserver() else {
            let rest = Self.longestRest * Double.random(in: 0.75...1.25)
            return AcceptanceAdvice(.ignore, descriptor: group.vacancy.rawValue, wakeAt: now + rest)
        }
        let decision = observation.decide(at: now, isPending: connectionIsPending) {
            group.lastAccepted(slots: slots, at: now)
        }
        switch decision {
        case .observe: return AcceptanceAdvice(.observe)
        case .look(let instant): return AcceptanceAdvice(.ignore, wakeAt: instant)
        case .accept: return AcceptanceAdvice(.accept, wakeAt: now)
        }
    }

    /// Shows the observers that requests are being accepted; one accepted without a slot shows nothing, and its worker
    /// hands the observer's post on.
    public func accepted(at now: Duration) {
        if let slot = held.first { group?.noteAccepted(slot: slot, at: now) } else { leavePost() }
    }

    /// Gives everything back that backs no connection, and tells those who wait.
    public func leave() {
        leavePost()
        while held.count > used { release() }
    }

    var hasWaiters: Bool { files.slots.isAnyHeldElsewhere(bytes: BudgetFiles.LockByte.waiters) }

    func takeFreeSlot() -> Bool {
        for slot in 0..<slots where !held.contains(slot) {
            guard let taken = try? files.slots.take(byte: Int64(slot)) else { return false }
            guard taken else { continue }
            if marks.isVacant(slot, at: MonotonicClock.now) {
                held.append(slot)
                return true
            }
            files.slots.release(byte: Int64(slot))
        }
        return false
    }

    func release() {
        guard let slot = held.popLast() else { return }
        files.slots.release(byte: Int64(slot))
        if hasWaiters { files.freed.put() }
    }

    private func leavePost() {
        observation.end()
        group?.resign()
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-")
            }
    }
}

/// A slot can go from one process to another with the connection that it backs: the lock belongs to the open file, so
/// whoever has a copy of the descriptor has the lock, and at no moment is the slot free.
extension SharedConnectionBudget {
    /// Offers the slot of the only open connection to another process.
    /// - Parameter give: sends off the slot's number and the descriptor that holds its lock, and says whether that
    ///   succeeded. This process then has no slot any more, and must end soon: its copy of the descriptor is a claim too.
    /// - Returns: what `give` says; false without asking it unless exactly one connection is open.
    public func handOver(_ give: (Int, FileDescriptor) -> Bool) -> Bool {
        guard used == 1 else { return false }
        while held.count > used { release() }
        guard let locks = files.slots.descriptor, give(held[0], locks) else { return false }
        held = []
        used = 0
        return true
    }

    /// Takes over the slot of a connection from another process. This process must not hold any yet, nor wait for one.
    /// - Parameter lock: the descriptor that came with it; closed at the end.
    public func takeOver(_ slot: Int, lock: FileDescriptor) {
        precondition(held.isEmpty, "a process with slots of its own cannot take one over")
        files.slots.takeOver(lock)
        held = [slot]
        used = 1
    }
}
