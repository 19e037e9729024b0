internal import Platform
internal import SystemPackage

/// A process of a pool's program that is no worker itself but copies itself into workers: they need not load the program
/// and read the settings once more. It ends with this value.
///
/// Whether a program can do that it says itself, when it is started: see `ForkServer` of the module Responder. Until then
/// it has no socket, so a program that knows nothing of this cannot accept anything by mistake. It answers within
/// milliseconds; one that does not is killed, and workers are started in the usual way.
final class ForkServerClient {
    /// How long the greeting may take: the start of a program, on a busy machine.
    private static let patienceForGreeting = Duration.seconds(2)
    /// How long an answer may take. The first includes reading the settings.
    private static let patience = Duration.seconds(5)
    private static let greeting = "fork-server 1"

    private let process: Int32
    private let socket: MessageSocket
    /// Whether it has ever started a worker. One that never did will not with the next attempt either.
    private(set) var hasWorked = false

    /// - Parameters:
    ///   - listener: the socket on which the workers accept.
    ///   - start: starts the program with the end of the connection that it is given.
    /// - Throws: ``NoForkServer`` when the program did not greet; `Errno` when it could not be started.
    init(listener: FileDescriptor, _ start: (FileDescriptor) throws -> Int32) throws {
        let (own, theirs) = try MessageSocket.pair()
        do {
            defer { theirs.descriptor.closeIgnoringErrors() }
            process = try start(theirs.descriptor)
        } catch {
            own.descriptor.closeIgnoringErrors()
            throw error
        }
        socket = own
        guard (try? socket.receive(timeout: Self.patienceForGreeting))??.text == Self.greeting,
            (try? socket.send("socket", with: [listener])) != nil
        else { throw NoForkServer() }
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

    /// A server that had greeted and does not answer.
    struct Failure: Error {}
}

/// The program does not copy itself.
struct NoForkServer: Error {}
