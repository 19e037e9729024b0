internal import Platform
internal import SystemPackage

/// A worker's ties to the one before it and the one after it.
struct Succession {
    /// What a predecessor has left, when there is something.
    let legacy: Legacy?
    /// Where this worker may leave its own connection.
    let successors: MessageSocket
}

/// What one worker leaves to another: a text, and what is behind two descriptors.
struct Legacy {
    let text: String
    let descriptors: [FileDescriptor]
    fileprivate let since: Duration

    func close() {
        for descriptor in descriptors { descriptor.closeIgnoringErrors() }
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
            waiting.append(Legacy(text: text, descriptors: descriptors, since: now))
        }
        while let oldest = waiting.first, now - oldest.since >= Self.limit {
            oldest.close()
            waiting.removeFirst()
        }
    }

    /// Takes the one that was left last out: the others are nearer to their end.
    mutating func next() -> Legacy? { waiting.popLast() }

    /// The side of a worker that was copied from this process: it keeps nothing that is meant for others.
    func succession(to legacy: Legacy?) -> Succession {
        for other in waiting { other.close() }
        receiver.descriptor.closeIgnoringErrors()
        return Succession(legacy: legacy, successors: sender)
    }
}
