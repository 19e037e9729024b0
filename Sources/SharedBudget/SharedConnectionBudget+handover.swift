internal import Platform
public import SystemPackage

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
