internal import Platform
internal import SystemPackage

/// A process that has done everything a worker does before it takes part in anything, and then, each time the manager
/// asks for a worker, copies itself: a millisecond instead of the fifteen that loading the program takes.
///
/// It has neither a slot nor a connection of its own, so a copy shares nothing but memory that nobody changes, and files
/// that belong to everybody. The manager is the parent of the copies, as it is of workers that it starts itself.
struct ForkServer: ~Copyable {
    private static let title = "fork-server"

    private let manager: MessageSocket
    private var estate: Estate
    private var poller: Poller

    /// A worker that was just copied: what it is told, and its side of the succession.
    typealias Copy = (options: WorkerOptions, succession: Succession)

    /// - Parameter descriptor: the inherited end of the connection to the manager.
    /// - Throws: `Errno` when descriptors run out.
    init(descriptor: Int32) throws {
        let manager = MessageSocket(inherited: FileDescriptor(rawValue: descriptor))
        let estate = try Estate()
        let poller = try Poller()
        try poller.add(manager.descriptor)
        try poller.add(estate.descriptor)
        self.manager = manager
        self.estate = estate
        self.poller = poller
    }

    /// Answers each order, the arguments of a worker and the descriptor that holds its slot, with the worker's number,
    /// or with the negative `errno`.
    /// - Parameter signals: those of a worker, which are blocked here too.
    /// - Returns: in each worker, what it needs; nil when the manager has closed the connection, or a signal ends this
    ///   process.
    mutating func serve(pool: String, _ signals: borrowing WorkerSignals) throws -> Copy? {
        let program = CommandLine.arguments.first ?? ""
        ProcessTitle([Self.title, "--pool", pool]).show()
        try poller.add(signals.descriptor)
        while let (order, attachments) = try nextOrder(signals) {
            var answer: Int32
            // As much as possible is done here: what a copy writes to, it has to copy first.
            let arguments = order.utf8.split(separator: 0).map { String(Substring($0)) }
            let title = ProcessTitle([program] + arguments)
            let options = try WorkerOptions(arguments)
            let legacy = estate.next()
            do {
                guard let process = try SiblingProcess.start() else {
                    manager.descriptor.closeIgnoringErrors()
                    title.show()
                    return (options, estate.succession(to: legacy))
                }
                answer = process
            } catch {
                answer = -error.rawValue
            }
            for attachment in attachments { attachment.closeIgnoringErrors() }
            legacy?.close()
            try manager.send("\(answer)")
        }
        return nil
    }

    /// Waits for an order, and looks after the estate meanwhile.
    private mutating func nextOrder(
        _ signals: borrowing WorkerSignals
    ) throws -> (text: String, attachments: [FileDescriptor])? {
        while true {
            let ready = poller.wait(timeout: estate.patience)
            estate.collect()
            if ready.contains(manager.descriptor) { return try manager.receive() }
            if ready.contains(signals.descriptor), signals.endTheProcess() { return nil }
        }
    }
}
