internal import Pooling
internal import SharedBudget

/// The connection budget of this host; without a runtime directory there is nowhere to share one.
enum HostBudget: ConnectionBudget {
    case shared(SharedConnectionBudget)
    case unbounded

    /// - Parameters:
    ///   - directory: the runtime directory; nil for none.
    ///   - pool: the workers that share a listening socket.
    init(directory: String?, slots: Int, pool: String) throws {
        self = try directory.map {
            .shared(try SharedConnectionBudget(directory: $0, slots: slots, group: pool))
        } ?? .unbounded
    }

    private var shared: SharedConnectionBudget? {
        if case .shared(let budget) = self { budget } else { nil }
    }

    func take(deadline: Duration) -> Bool { shared?.take(deadline: deadline) ?? true }

    func giveBack() { shared?.giveBack() }

    func isAskedToYield() -> Bool { shared?.isAskedToYield() ?? false }

    func yield() { shared?.yield() }

    func advice(at now: Duration, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        shared?.advice(at: now, connectionIsPending: connectionIsPending) ?? .accept
    }

    func accepted(at now: Duration) { shared?.accepted(at: now) }

    /// Gives everything back when the process is about to leave.
    func leave() { shared?.leave() }
}
