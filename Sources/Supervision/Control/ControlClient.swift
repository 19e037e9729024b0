internal import Platform
internal import SystemPackage

/// Asks a running manager through its control socket.
public enum ControlClient {
    /// Sends one request and waits for its answer.
    /// - Parameter directory: the manager's runtime directory.
    /// - Throws: `ControlFailure` with a sentence when no manager answers.
    public static func ask(_ request: ControlRequest, in directory: String) throws(ControlFailure) -> ControlReply {
        let connection = try connect(directory)
        defer { connection.closeIgnoringErrors() }
        return try exchange(request, connection, directory)
    }

    /// Asks the manager to stop and waits until it has.
    public static func stop(_ kind: StopKind, in directory: String) throws(ControlFailure) -> ControlReply {
        let connection = try connect(directory)
        defer { connection.closeIgnoringErrors() }
        let reply = try exchange(.stop(kind), connection, directory)
        if case .done = reply { _ = readToEnd(connection, untilLine: false) }
        return reply
    }

    private static func connect(_ directory: String) throws(ControlFailure) -> FileDescriptor {
        let path = RuntimePaths(directory: directory).control
        do {
            return try UnixSocket.connect(path, blocking: true)
        } catch {
            throw ControlFailure(description: "No manager answers at \(path): \(error).")
        }
    }

    private static func exchange(
        _ request: ControlRequest,
        _ connection: FileDescriptor,
        _ directory: String
    ) throws(ControlFailure) -> ControlReply {
        guard (try? connection.writeAll(request.line)) != nil,
            let reply = ControlReply(line: readToEnd(connection, untilLine: true))
        else { throw ControlFailure(description: "The manager in \(directory) ended without an answer.") }
        return reply
    }

    private static func readToEnd(_ connection: FileDescriptor, untilLine: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try? connection.readOnce(limit: 65_536), !chunk.isEmpty {
            bytes += chunk
            if untilLine, bytes.last == UInt8(ascii: "\n") { return bytes.dropLast() }
        }
        return bytes
    }
}

/// Why no answer came.
public struct ControlFailure: Error, Equatable, CustomStringConvertible {
    /// A sentence for the person who asked.
    public let description: String
}
