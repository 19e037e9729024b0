internal import Platform
public import Pooling
public import Postgres
public import SharedBudget
public import SystemPackage

/// An idle connection on its way from a worker that has done its share to the worker that follows it: see README.md in
/// this folder.
///
/// The message brings the socket and the lock on the connection's slot of the budget, so the slot is at no moment free and
/// never counted twice. When the message is lost with its receiver, the kernel closes both.
public struct HandedOverConnection: Sendable {
    /// The slot of the budget that backs the connection.
    let slot: Int
    let terms: ConnectionTerms
    let connection: IdleConnection
    /// The connection's socket.
    let socket: FileDescriptor
    /// Holds the lock on the slot.
    let lock: FileDescriptor

    init(slot: Int, terms: ConnectionTerms, connection: IdleConnection, socket: FileDescriptor, lock: FileDescriptor) {
        self.slot = slot
        self.terms = terms
        self.connection = connection
        self.socket = socket
        self.lock = lock
    }

    /// Reads a message with its two descriptors; nil when it is something else.
    init?(_ text: String, _ descriptors: [FileDescriptor]) {
        let fields = text.utf8.split(separator: 0, omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard descriptors.count == 2, fields.count > 3, let slot = Int(fields[0]), slot >= 0,
            let expires = Int64(fields[1]), let idleSince = Int64(fields[2]),
            let connection = IdleConnection(fields: fields[3...])
        else { return nil }
        let terms = ConnectionTerms(expires: .nanoseconds(expires), idleSince: .nanoseconds(idleSince))
        self.init(slot: slot, terms: terms, connection: connection, socket: descriptors[0], lock: descriptors[1])
    }

    /// The message.
    var text: String {
        let numbers = [Int64(slot), terms.expires.wholeNanoseconds, terms.idleSince.wholeNanoseconds]
        return (numbers.map { "\($0)" } + connection.fields).joined(separator: "\0")
    }

    /// Closes what has come; the server notices that its client is gone, and the slot is free.
    public func close() {
        socket.closeIgnoringErrors()
        lock.closeIgnoringErrors()
    }

    /// Puts the connection into a worker's pool and its slot into the worker's budget. To be called before either is used;
    /// what goes wrong costs the connection and nothing else.
    public func takeOver<Factory: ConnectionFactory>(
        into pool: ConnectionPool<Factory, SharedConnectionBudget>,
        _ budget: SharedConnectionBudget
    ) where Factory.Connection == Connection {
        budget.takeOver(slot, lock: lock)
        do {
            let taken = try Connection(takingOver: connection, on: socket)
            guard !pool.takeOver(taken, terms) else { return }
            taken.close()
        } catch {
            socket.closeIgnoringErrors()
        }
        budget.giveBack(backend: connection.serverProcess?.packed ?? 0, isGone: false)
    }
}

/// Where a worker leaves its connection for the worker that follows it.
public struct HandOverSender: Sendable {
    private let socket: MessageSocket

    fileprivate init(_ socket: MessageSocket) { self.socket = socket }

    /// Hands over the connection that idles. When that cannot be, it stays in the pool.
    public func handOver<Factory: ConnectionFactory>(
        _ pool: ConnectionPool<Factory, SharedConnectionBudget>,
        _ budget: SharedConnectionBudget
    ) where Factory.Connection == Connection {
        pool.handOver { connection, terms in
            guard let idle = connection.idle else { return false }
            let isSent = budget.handOver { slot, lock in
                let own = HandedOverConnection(
                    slot: slot,
                    terms: terms,
                    connection: idle,
                    socket: connection.descriptor,
                    lock: lock
                )
                return (try? socket.send(own.text, with: [own.socket, own.lock], waits: false)) != nil
            }
            if isSent { connection.abandon() }
            return isSent
        }
    }
}

/// Where the connections of workers that have left wait for their successors: in the process that workers are copied from.
/// What finds no successor within ``limit`` is closed: nothing is kept for one that never comes.
///
/// Messages are taken out of the socket at once: while descriptors are under way between two processes, the kernel looks
/// for cycles among them each time that anybody closes a socket.
public struct HandOverShelf {
    /// How long a connection waits. A successor that is to come comes within milliseconds.
    private static let limit = Duration.seconds(1)

    private let receiver: MessageSocket
    private let sender: MessageSocket
    private var waiting: [(connection: HandedOverConnection, since: Duration)] = []

    /// An empty one.
    /// - Throws: `Errno` when descriptors run out.
    public init() throws(Errno) {
        (receiver, sender) = try MessageSocket.pair()
    }

    /// Readable when there is something to ``collect()``.
    public var descriptor: FileDescriptor { receiver.descriptor }

    /// How long until something has waited too long; nil when nothing waits.
    public var patience: Duration? {
        waiting.first.map { max(.zero, $0.since + Self.limit - MonotonicClock.now) }
    }

    /// Takes in what has arrived, and closes what has waited too long.
    public mutating func collect() {
        let now = MonotonicClock.now
        while let (text, descriptors) = try? receiver.receive(timeout: .zero) {
            if let connection = HandedOverConnection(text, descriptors) {
                waiting.append((connection, now))
            } else {
                for descriptor in descriptors { descriptor.closeIgnoringErrors() }
            }
        }
        while let oldest = waiting.first, now - oldest.since >= Self.limit {
            oldest.connection.close()
            waiting.removeFirst()
        }
    }

    /// Takes out the connection that has waited least: it will stay longest.
    public mutating func next() -> HandedOverConnection? { waiting.popLast()?.connection }

    /// To be called in a worker that was just copied from this process: closes what waits for others.
    /// - Returns: where the worker may leave its own connection.
    public func leaveToOthers() -> HandOverSender {
        for other in waiting { other.connection.close() }
        receiver.descriptor.closeIgnoringErrors()
        return HandOverSender(sender)
    }
}
