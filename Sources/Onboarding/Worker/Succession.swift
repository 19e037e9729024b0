internal import Platform
internal import Pooling
internal import Postgres
internal import SystemPackage

/// A worker's ties to the one before it and the one after it.
final class Succession {
    /// What a predecessor has left, when there is something.
    let legacy: Legacy?
    /// Of use for the legacy.
    let spare: SpareHandle?
    /// Where this worker may leave its own connection.
    let successors: MessageSocket

    fileprivate init(legacy: Legacy?, spare: SpareHandle?, successors: MessageSocket) {
        self.legacy = legacy
        self.spare = spare
        self.successors = successors
    }
}

/// The connection that one worker leaves to another.
struct Legacy {
    let handed: HandedConnection
    /// The connection's socket.
    let socket: FileDescriptor
    /// Holds the lock on the connection's slot of the budget.
    let lock: FileDescriptor
    fileprivate let since: Duration

    fileprivate init?(_ text: String, _ descriptors: [FileDescriptor], since: Duration) {
        guard descriptors.count == 2, let handed = HandedConnection(text: text) else { return nil }
        self.handed = handed
        (socket, lock) = (descriptors[0], descriptors[1])
        self.since = since
    }

    func close() {
        socket.closeIgnoringErrors()
        lock.closeIgnoringErrors()
    }
}

/// What the workers of one fork server have left to their successors. It ends with the fork server, and whatever finds no
/// successor within ``limit`` is closed: nothing is kept for one that never comes.
///
/// It is taken out of the socket at once: while descriptors are under way between two processes, the kernel looks for
/// cycles among them each time that anybody closes a socket.
struct Estate {
    /// How long a legacy waits. A successor that is to come comes within milliseconds.
    private static let limit = Duration.seconds(1)

    private let receiver: MessageSocket
    private let sender: MessageSocket
    private var waiting: [Legacy] = []
    /// Used by every copy of this process, and never here.
    private var spare: SpareHandle?

    /// - Throws: `Errno` when descriptors run out.
    init() throws(Errno) {
        (receiver, sender) = try MessageSocket.pair()
    }

    /// Readable when there is something to ``collect()``.
    var descriptor: FileDescriptor { receiver.descriptor }

    /// How long until something has waited too long; nil when nothing waits.
    var patience: Duration? {
        waiting.first.map { max(.zero, $0.since + Self.limit - MonotonicClock.now) }
    }

    /// Takes in what has arrived, and closes what has waited too long.
    mutating func collect() {
        let now = MonotonicClock.now
        while let (text, descriptors) = try? receiver.receive(timeout: .zero) {
            if let legacy = Legacy(text, descriptors, since: now) {
                waiting.append(legacy)
            } else {
                for descriptor in descriptors { descriptor.closeIgnoringErrors() }
            }
        }
        while let oldest = waiting.first, now - oldest.since >= Self.limit {
            oldest.close()
            waiting.removeFirst()
        }
    }

    /// Takes the one that was left last out: the others are nearer to their end.
    mutating func next() -> Legacy? {
        guard let legacy = waiting.popLast() else { return nil }
        let connection = legacy.handed.connection
        if spare?.fits(connection) != true { spare = try? SpareHandle(for: connection) }
        return legacy
    }

    /// The side of a worker that was copied from this process: it keeps nothing that is meant for others.
    func succession(to legacy: Legacy?) -> Succession {
        for other in waiting { other.close() }
        receiver.descriptor.closeIgnoringErrors()
        return Succession(legacy: legacy, spare: spare, successors: sender)
    }

    /// Takes a connection over that leads nowhere, so that what libraries set up at the first use is there in every copy.
    static func rehearse() {
        guard let (one, other) = try? MessageSocket.pair() else { return }
        let terms = ConnectionTerms(expires: .zero, idleSince: .zero)
        let handed = HandedConnection(slot: 0, terms: terms, connection: .example)
        let legacy = Legacy(handed.text, [one.descriptor, other.descriptor], since: .zero)
        guard let legacy, let connection = try? Connection(resuming: legacy.handed.connection, on: legacy.socket) else {
            one.descriptor.closeIgnoringErrors()
            return other.descriptor.closeIgnoringErrors()
        }
        // Asked in vain: nobody answers.
        let question = Statement("example", "select")
        _ = try? connection.execute(question, [.integer(1), .text("")], deadline: .zero)
        legacy.lock.closeIgnoringErrors()
        connection.close()
    }
}
