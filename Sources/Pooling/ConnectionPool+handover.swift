/// What a pool knows about a connection that idles, for the pool of another process that takes it over. Instants are those
/// of a clock that both processes share.
public struct ConnectionTerms: Sendable, Equatable {
    /// When it has to be closed.
    public let expires: Duration
    /// When it was last used.
    public let idleSince: Duration

    /// Puts terms together.
    public init(expires: Duration, idleSince: Duration) {
        self.expires = expires
        self.idleSince = idleSince
    }
}

extension ConnectionPool {
    /// Offers the connection that idles to another process. When that has it the pool forgets it, and whoever keeps the
    /// budget has to see to it that its slot goes with it.
    /// - Parameter give: sends the connection off, and says whether that succeeded. Otherwise it stays in the pool.
    public func handOver(_ give: (Factory.Connection, ConnectionTerms) -> Bool) {
        guard let (place, terms) = state.idleConnection(at: environment.now()),
            let connection = connections[place], give(connection, terms)
        else { return }
        connections[place] = nil
        state.handedOver(place)
    }

    /// Takes over a connection whose slot this process already holds. It is checked before its first use, as after any
    /// time of idling.
    /// - Returns: false when the pool has no room for it.
    public func takeOver(_ connection: Factory.Connection, _ terms: ConnectionTerms) -> Bool {
        guard let place = state.takeOver(terms) else { return false }
        connections[place] = connection
        return true
    }
}
