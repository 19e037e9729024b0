internal import Platform
internal import Pooling
internal import Postgres
internal import SharedBudget
internal import SystemPackage

/// A worker that has done its share leaves its connection to its successor: a new one would cost PostgreSQL as much time
/// as some fifty requests.
///
/// The message brings the socket and the lock on the connection's slot, so the slot is at no moment free and never counted
/// twice. When the message is lost with its receiver, the kernel closes both.
extension Database {
    /// Sends the connection that idles to whoever starts next. When that cannot be, it stays here.
    func handOn(to successors: MessageSocket) {
        guard let budget else { return }
        pool.handOn { connection, terms in
            guard let suspended = connection.suspended else { return false }
            let isSent = budget.handOn { slot, lock in
                let message = HandedConnection(slot: slot, terms: terms, connection: suspended).text
                return (try? successors.send(message, with: [connection.descriptor, lock], waits: false)) != nil
            }
            if isSent { connection.abandon() }
            return isSent
        }
    }

    /// Takes in the connection that a predecessor has left. To be called before anything else.
    func adopt(_ legacy: Legacy, spare: SpareHandle?) {
        guard let budget else { return legacy.close() }
        let handed = legacy.handed
        budget.adopt(handed.slot, lock: legacy.lock)
        do {
            let connection = try Connection(resuming: handed.connection, on: legacy.socket, spare: spare)
            guard !pool.adopt(connection, handed.terms) else { return }
            connection.close()
        } catch {
            legacy.socket.closeIgnoringErrors()
        }
        budget.giveBack(backend: handed.connection.serverProcess?.packed ?? 0, isGone: false)
    }
}
