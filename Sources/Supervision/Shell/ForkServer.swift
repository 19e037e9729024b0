internal import Platform
internal import SystemPackage

/// A process of a pool's program that is no worker itself but copies itself into workers: they need not load the program
/// and read the settings once more. It ends with this value.
///
/// It answers within milliseconds; one that does not is killed, and workers are started in the usual way.
final class ForkServer {
    /// How long an answer may take. The first includes the start of the program.
    private static let patience = Duration.seconds(5)

    private let process: Int32
    private let socket: MessageSocket
    /// Whether it has ever started a worker. One that never did will not with the next attempt either.
    private(set) var hasWorked = false

    /// - Parameter start: starts the program with the end of the connection that it is given.
    init(_ start: (FileDescriptor) throws -> Int32) throws {
        let (own, theirs) = try MessageSocket.pair()
        defer { theirs.descriptor.closeIgnoringErrors() }
        do {
            process = try start(theirs.descriptor)
        } catch {
            own.descriptor.closeIgnoringErrors()
            throw error
        }
        socket = own
    }

    deinit {
        // Not left to the end of the connection: the program may hang before it looks at it.
        ChildProcess.signal(process, .kill)
        socket.descriptor.closeIgnoringErrors()
    }

    /// Starts a worker.
    /// - Parameter slot: a copy of it stays open in the worker.
    /// - Returns: the worker's process id; it is a child of this process.
    /// - Throws: `Failure` when the server is of no use any more; `Errno` when the worker cannot be started at all.
    func startWorker(_ arguments: [String], slot: FileDescriptor) throws -> Int32 {
        let answer: Int32
        do {
            try socket.send(arguments.joined(separator: "\0"), with: [slot])
            guard let reply = try socket.receive(timeout: Self.patience), let number = Int32(reply.text) else {
                throw Failure()
            }
            answer = number
        } catch {
            throw Failure()
        }
        hasWorked = true
        guard answer > 0 else { throw Errno(rawValue: -answer) }
        return answer
    }

    struct Failure: Error {}
}
