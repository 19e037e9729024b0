/// A process that makes room for a successor can leave its connection to it, so that the server does not have to start
/// another one.
extension ConnectionPool {
    /// Offers the connection that idles to another process. When that has it the pool forgets it, and whoever keeps the
    /// budget has to see to it that its slot goes with it.
    /// - Parameter give: sends the connection off, and says whether that succeeded. Otherwise it stays in the pool.
    public func handOn(_ give: (Factory.Connection, ConnectionTerms) -> Bool) {
        guard let (place, terms) = state.connectionToHandOn(at: environment.now()),
            let connection = connections[place], give(connection, terms)
        else { return }
        connections[place] = nil
        state.handedOn(place)
    }

    /// Takes in a connection whose slot this process already holds. It is checked before its first use, as after any
    /// time of idling.
    /// - Returns: false when the pool has no room for it.
    public func adopt(_ connection: Factory.Connection, _ terms: ConnectionTerms) -> Bool {
        guard let place = state.adopt(terms) else { return false }
        connections[place] = connection
        return true
    }
}
