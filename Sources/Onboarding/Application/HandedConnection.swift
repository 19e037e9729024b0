internal import Platform
internal import Pooling
internal import Postgres

/// What a worker writes to its successor of the connection that it leaves to it.
struct HandedConnection: Equatable {
    /// The slot of the budget that backs the connection.
    let slot: Int
    let terms: ConnectionTerms
    let connection: SuspendedConnection

    init(slot: Int, terms: ConnectionTerms, connection: SuspendedConnection) {
        self.slot = slot
        self.terms = terms
        self.connection = connection
    }

    /// Reads ``text``; nil when it is something else.
    init?(text: String) {
        let fields = text.utf8.split(separator: 0, omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard fields.count > 3, let slot = Int(fields[0]), let expires = Int64(fields[1]),
            let idleSince = Int64(fields[2]), let connection = SuspendedConnection(fields: fields[3...])
        else { return nil }
        self.slot = slot
        self.connection = connection
        terms = ConnectionTerms(expires: .nanoseconds(expires), idleSince: .nanoseconds(idleSince))
    }

    /// The message.
    var text: String {
        let numbers = [Int64(slot), terms.expires.wholeNanoseconds, terms.idleSince.wholeNanoseconds]
        return (numbers.map { "\($0)" } + connection.fields).joined(separator: "\0")
    }
}
