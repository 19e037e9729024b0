internal import Platform
internal import SystemPackage

/// A process that has done everything a worker does before it takes part in anything, and then, each time the manager
/// asks for a worker, copies itself: a millisecond instead of the fifteen that loading the program takes.
///
/// It has read the settings and holds neither a slot nor a connection, so a copy shares nothing but memory that nobody
/// changes. The manager is the parent of the copies, as it is of workers that it starts itself.
struct ForkServer {
    private static let title = "fork-server"

    private let manager: MessageSocket

    /// - Parameter descriptor: the inherited end of the connection to the manager.
    init(descriptor: Int32) {
        manager = MessageSocket(inherited: FileDescriptor(rawValue: descriptor))
    }

    /// Answers each order, the arguments of a worker and the descriptor that holds its slot, with the worker's number,
    /// or with the negative `errno`.
    /// - Returns: in each worker, its arguments; nil when the manager has closed the connection.
    func serve(pool: String) throws -> [String]? {
        let program = CommandLine.arguments.first ?? ""
        ProcessTitle.set([Self.title, "--pool", pool])
        while let (order, slot) = try manager.receive() {
            var answer: Int32
            do {
                guard let process = try SiblingProcess.start() else {
                    manager.descriptor.closeIgnoringErrors()
                    let arguments = order.split(separator: "\0").map(String.init)
                    ProcessTitle.set([program] + arguments)
                    return arguments
                }
                answer = process
            } catch {
                answer = -error.rawValue
            }
            slot?.closeIgnoringErrors()
            try manager.send("\(answer)")
        }
        return nil
    }
}
