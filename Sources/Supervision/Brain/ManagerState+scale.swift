/// Why a request of the sysadmin is refused; nothing was changed.
public enum CommandRefusal: Error, Equatable, CustomStringConvertible {
    /// No pool has this name.
    case unknownPool(String, known: [String])
    /// The pool was not named and there are several.
    case poolNotNamed(known: [String])
    /// Not a number of workers that a pool may have.
    case badCount(Int)
    /// The manager is about to leave.
    case stopping

    /// A sentence for the person who asked.
    public var description: String {
        switch self {
        case .unknownPool(let name, let known):
            "There is no pool \"\(name)\"; the pools are \(known.joined(separator: ", "))."
        case .poolNotNamed(let known):
            "Several pools run here; name one of \(known.joined(separator: ", "))."
        case .badCount(let count):
            "A pool has 1 to \(ManagerLimits.maximumWorkers) workers, not \(count); to have none, stop the manager."
        case .stopping:
            "The manager is stopping."
        }
    }
}

extension ManagerState {
    /// Sets the number of workers of one pool.
    ///
    /// - Parameter pool: nil means the only pool.
    public mutating func scale(
        _ pool: String?,
        to count: Int,
        at now: Duration
    ) throws(CommandRefusal) -> [ManagerAction] {
        guard phase == .serving else { throw .stopping }
        let index = try find(pool)
        guard (1...ManagerLimits.maximumWorkers).contains(count) else { throw .badCount(count) }
        let before = pools[index].desired
        guard count != before else { return [] }
        pools[index].desired = count
        let event = ManagerEvent.poolScaled(pool: pools[index].name, from: before, to: count)
        return [.report(event)] + reconcile(now) + noteFinishedReload(index, now)
    }

    /// One worker more (SIGTTIN) or fewer (SIGTTOU) in the first pool, within its bounds.
    public mutating func adjust(by difference: Int, at now: Duration) -> [ManagerAction] {
        guard let first = pools.first else { return [] }
        return (try? scale(first.name, to: first.desired + difference, at: now)) ?? []
    }

    private func find(_ pool: String?) throws(CommandRefusal) -> Int {
        let known = pools.map(\.name)
        guard let pool else {
            guard pools.count == 1 else { throw .poolNotNamed(known: known) }
            return 0
        }
        guard let index = known.firstIndex(of: pool) else { throw .unknownPool(pool, known: known) }
        return index
    }
}
