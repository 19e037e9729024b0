internal import ConnectionHandOver
internal import Platform
internal import SystemPackage

/// A process that has done everything a worker does before it takes a lock, a slot or a connection, and then, each time
/// the manager asks for a worker, copies itself: a millisecond instead of the fifteen that loading the program takes.
///
/// It has neither a slot nor a connection of its own, so a copy shares nothing but memory that nobody changes, and files
/// that belong to everybody. The manager is the parent of the copies, as it is of workers that it starts itself.
///
/// The conversation, over a connection that the program inherits: the program says ``greeting``; the manager sends the
/// listening socket; then each order, the arguments of a worker and the descriptor that holds its slot, is answered with
/// the worker's number, or with the negative `errno`.
struct ForkServer: ~Copyable {
    private static let greeting = "fork-server 1"
    private static let title = "fork-server"

    private let manager: MessageSocket
    private var shelf: HandOverShelf?
    private var poller: Poller

    /// A worker that was just copied.
    struct Copy {
        /// What it is told.
        let options: WorkerOptions
        /// What its predecessor has left it.
        let connection: HandedOverConnection?
        /// Where it may leave its own connection.
        let successors: HandOverSender?
    }

    /// Greets the manager, and puts the listening socket that it sends in the place of descriptor 0.
    /// - Parameter descriptor: the inherited end of the connection to the manager.
    /// - Throws: `Errno` when descriptors run out, or the manager has gone.
    init(descriptor: Int32) throws {
        let manager = MessageSocket(inherited: FileDescriptor(rawValue: descriptor))
        try manager.send(Self.greeting)
        guard let (_, attachments) = try manager.receive(), let socket = attachments.first else {
            throw Errno.connectionReset
        }
        try FileDescriptor.standardInput.replace(by: socket)
        socket.closeIgnoringErrors()
        let poller = try Poller()
        try poller.add(manager.descriptor)
        self.manager = manager
        self.poller = poller
    }

    /// Answers orders.
    /// - Parameters:
    ///   - signals: those of a worker, which are blocked here too.
    ///   - handsOver: whether connections may wait here for successors.
    /// - Returns: in each worker, what it needs; nil when the manager has closed the connection, or a signal ends this
    ///   process.
    mutating func serve(pool: String, _ signals: borrowing WorkerSignals, handsOver: Bool) throws -> Copy? {
        let program = CommandLine.arguments.first ?? ""
        ProcessTitle([Self.title, "--pool", pool]).show()
        try poller.add(signals.descriptor)
        if handsOver {
            let shelf = try HandOverShelf()
            try poller.add(shelf.descriptor)
            self.shelf = shelf
        }
        while let (order, attachments) = try nextOrder(signals) {
            var answer: Int32
            // As much as possible is done here: what a copy writes to, it has to copy first.
            let arguments = order.utf8.split(separator: 0).map { String(Substring($0)) }
            let title = ProcessTitle([program] + arguments)
            let options = try WorkerOptions(arguments)
            let connection = shelf?.next()
            do {
                guard let process = try ThisProcess.startSibling() else {
                    manager.descriptor.closeIgnoringErrors()
                    title.show()
                    return Copy(options: options, connection: connection, successors: shelf?.leaveToOthers())
                }
                answer = process
            } catch {
                answer = -error.rawValue
            }
            for attachment in attachments { attachment.closeIgnoringErrors() }
            connection?.close()
            try manager.send("\(answer)")
        }
        return nil
    }

    /// Waits for an order, and looks after the shelf meanwhile.
    private mutating func nextOrder(
        _ signals: borrowing WorkerSignals
    ) throws -> (text: String, attachments: [FileDescriptor])? {
        while true {
            let ready = poller.wait(timeout: shelf?.patience)
            shelf?.collect()
            if ready.contains(manager.descriptor) { return try manager.receive() }
            if ready.contains(signals.descriptor), signals.endTheProcess() { return nil }
        }
    }
}

/// The signals that a worker takes note of between two requests.
struct WorkerSignals: ~Copyable {
    private let pending: SignalDescriptor

    /// Blocks the signals.
    /// - Throws: `Errno` when descriptors run out.
    init() throws(Errno) {
        pending = try SignalDescriptor([.terminate, .interrupt, .quit, .hangUp, .user1, .user2])
    }

    /// Readable while a signal is pending for whoever reads: also in a copy of the process.
    var descriptor: FileDescriptor { pending.descriptor }

    /// Takes the pending signals out, and says whether one of them ends the process. The others are for the manager.
    func endTheProcess() -> Bool {
        var leaves = false
        while let signal = pending.next() {
            if [.terminate, .interrupt, .quit].contains(signal) { leaves = true }
        }
        return leaves
    }
}
