internal import Platform
internal import SystemPackage

/// The manager's side of the control socket: collects lines, hands out requests, sends answers. Never waits.
struct ControlServer {
    /// A connection that sends more than this without a line's end is closed.
    static let maximumLine = 4_096
    /// More connections than this at once are closed unheard.
    static let maximumConnections = 64

    let listener: FileDescriptor
    private let path: String
    private let identity: FileIdentity?
    private var connections: [FileDescriptor: [UInt8]] = [:]

    /// Binds the socket, in the place of a former manager's. Only this user may connect.
    init(path: String, poller: borrowing Poller) throws(Errno) {
        self.path = path
        listener = try UnixSocket.listen(at: path, permissions: .ownerReadWrite, backlog: 64)
        identity = FileSystem.identity(path)
        try poller.add(listener)
    }

    func owns(_ descriptor: FileDescriptor) -> Bool { descriptor == listener || connections[descriptor] != nil }

    /// Reads what arrived at `descriptor`, and returns a whole request if there is one.
    mutating func receive(
        _ descriptor: FileDescriptor,
        poller: borrowing Poller
    ) -> (connection: FileDescriptor, request: Result<ControlRequest, ControlMistake>)? {
        if descriptor == listener {
            while let connection = try? UnixSocket.accept(listener) {
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
        return (descriptor, Result { () throws(ControlMistake) in try ControlRequest(line: line) })
    }

    /// Sends an answer. A client that does not take it at once loses its connection.
    mutating func send(_ reply: ControlReply, to connection: FileDescriptor) {
        guard connections[connection] != nil else { return }
        let line = reply.line
        guard (try? connection.writeAll(line)) == line.count else { return drop(connection) }
    }

    /// Stops listening; a socket that a successor put at the path stays.
    mutating func close() {
        if identity != nil, FileSystem.identity(path) == identity { try? FileSystem.remove(path) }
        for connection in connections.keys { connection.closeIgnoringErrors() }
        connections = [:]
        listener.closeIgnoringErrors()
    }

    private mutating func drop(_ connection: FileDescriptor) {
        connections[connection] = nil
        connection.closeIgnoringErrors()
    }
}
