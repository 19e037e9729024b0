internal import Platform
internal import SystemPackage

/// Asks a running manager through its control socket.
public enum ControlClient {
    /// Sends one request and waits for its answer; after a `stop` until the manager is gone.
    /// - Parameter directory: the manager's runtime directory.
    /// - Throws: `ManagerError` with a sentence when no manager answers.
    public static func ask(_ request: ControlRequest, in directory: String) throws(ManagerError) -> ControlReply {
        let path = RuntimePaths(directory: directory).control
        let connection: FileDescriptor
        do {
            connection = try UnixSocket.connect(path, blocking: true)
        } catch {
            throw ManagerError("No manager answers at \(path): \(error).")
        }
        defer { connection.closeIgnoringErrors() }
        guard (try? connection.writeAll(request.line)) != nil,
            let reply = ControlReply(line: read(connection, untilLine: true))
        else { throw ManagerError("The manager in \(directory) ended without an answer.") }
        if case .stop = request, case .done = reply { _ = read(connection, untilLine: false) }
        return reply
    }

    private static func read(_ connection: FileDescriptor, untilLine: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try? connection.readOnce(limit: 65_536), !chunk.isEmpty {
            bytes += chunk
            if untilLine, bytes.last == UInt8(ascii: "\n") { return bytes.dropLast() }
        }
        return bytes
    }
}

/// The manager's side of the control socket: collects lines, hands out requests, sends answers. Never waits.
struct ControlServer {
    /// A connection that sends more than this without a line's end is closed.
    private static let maximumLine = 4_096
    /// More connections than this at once are closed unheard.
    private static let maximumConnections = 64

    private let socket: ListeningSocket
    private var connections: [FileDescriptor: [UInt8]] = [:]

    /// Binds the socket, in the place of a former manager's. Only this user may connect.
    init(path: String, poller: borrowing Poller) throws(Errno) {
        let listener = try UnixSocket.listen(at: path, permissions: .ownerReadWrite, backlog: 64)
        socket = ListeningSocket(listener, path: path)
        try poller.add(listener)
    }

    func owns(_ descriptor: FileDescriptor) -> Bool {
        descriptor == socket.descriptor || connections[descriptor] != nil
    }

    /// Reads what arrived at `descriptor`, and returns a whole request if there is one.
    mutating func receive(
        _ descriptor: FileDescriptor,
        poller: borrowing Poller
    ) -> (connection: FileDescriptor, request: Result<ControlRequest, ManagerError>)? {
        if descriptor == socket.descriptor {
            while let connection = try? UnixSocket.accept(descriptor) {
                guard connections.count < Self.maximumConnections, (try? poller.add(connection)) != nil else {
                    connection.closeIgnoringErrors()
                    continue
                }
                connections[connection] = []
            }
            return nil
        }
        guard let chunk = try? descriptor.readOnce(limit: Self.maximumLine), !chunk.isEmpty else {
            drop(descriptor)
            return nil
        }
        var line = connections[descriptor, default: []] + chunk
        guard let end = line.firstIndex(of: UInt8(ascii: "\n")) else {
            connections[descriptor] = line
            if line.count > Self.maximumLine { drop(descriptor) }
            return nil
        }
        line.removeSubrange(end...)
        connections[descriptor] = []
        return (descriptor, Result { () throws(ManagerError) in try ControlRequest(line: line) })
    }

    /// Sends an answer. A client that does not take it at once loses its connection.
    mutating func send(_ reply: ControlReply, to connection: FileDescriptor) {
        guard connections[connection] != nil else { return }
        let line = reply.line
        guard (try? connection.writeAll(line)) == line.count else { return drop(connection) }
    }

    /// Stops listening; a socket that a new manager put at the path stays.
    mutating func close() {
        socket.unlink()
        for connection in connections.keys { connection.closeIgnoringErrors() }
        connections = [:]
        socket.descriptor.closeIgnoringErrors()
    }

    private mutating func drop(_ connection: FileDescriptor) {
        connections[connection] = nil
        connection.closeIgnoringErrors()
    }
}
