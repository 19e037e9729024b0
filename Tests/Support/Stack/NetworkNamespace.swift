import Foundation
import Platform
import SystemPackage

/// A network of its own on this machine: it has a loopback interface, and nobody outside can reach it. Sockets that are
/// files lead in and out of it. It ends with the last process in it; making one takes the rights of root.
///
/// See <https://man7.org/linux/man-pages/man7/network_namespaces.7.html>.
public final class NetworkNamespace: Sendable {
    /// What could not be done.
    public struct Failure: Error {
        /// A sentence.
        public let reason: String
    }

    private let keeper: Process
    private let path: String

    /// Makes one whose loopback interface is up.
    public init() throws {
        keeper = Process()
        keeper.executableURL = URL(filePath: "/usr/bin/env")
        keeper.arguments = ["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec cat"]
        let output = Pipe()
        keeper.standardInput = Pipe()
        keeper.standardOutput = output
        try keeper.run()
        path = "/proc/\(keeper.processIdentifier)/ns/net"
        let answer = output.fileHandleForReading.availableData
        guard String(decoding: answer, as: UTF8.self) == "up\n" else {
            throw Failure(
                reason: "no network namespace can be made here; that takes root and the packages of Tests/run"
            )
        }
    }

    /// The words before a command that starts in it.
    public var prefix: [String] { ["nsenter", "--net=\(path)", "--"] }

    /// Runs a command in it.
    /// - Throws: ``Failure`` when it does not end well.
    public func run(_ words: String...) throws {
        let command = try Command(prefix + words)
        guard command.status == 0 else { throw Failure(reason: "\(words) failed: \(command.errors)") }
    }

    /// How many TCP sockets in it were closed and still try to send what they had: state 4 of `/proc/net/tcp`.
    public func socketsSendingAfterTheirEnd() throws -> Int {
        let table = try Command(prefix + ["cat", "/proc/net/tcp"]).output
        return table.split(separator: "\n").count { $0.split(separator: " ").dropFirst(3).first == "04" }
    }

    /// From now on every packet vanishes, and nobody is told: the queue in front of the interface has no room for one.
    public func swallow() throws {
        try run("tc", "qdisc", "replace", "dev", "lo", "root", "tbf", "rate", "8bit", "burst", "10", "limit", "1")
    }

    /// From now on packets arrive again.
    public func deliver() throws { try run("tc", "qdisc", "delete", "dev", "lo", "root") }

    /// A socket that listens on its 127.0.0.1. It is made by a process inside, and is used from here.
    func listen() throws -> (descriptor: Int32, port: UInt16) {
        let (own, theirs) = try MessageSocket.pair()
        defer { own.descriptor.closeIgnoringErrors() }
        let process = try ChildProcess.start(
            "/usr/bin/env",
            arguments: prefix + ["python3", "-c", Self.listening],
            environment: ProcessInfo.processInfo.environment,
            descriptors: [3: theirs.descriptor]
        )
        theirs.descriptor.closeIgnoringErrors()
        defer { Command.wait(for: process) }
        guard let (text, sockets) = try own.receive(timeout: .seconds(20)), let port = UInt16(text),
            let socket = sockets.first
        else { throw Failure(reason: "nothing listens inside the namespace") }
        return (socket.rawValue, port)
    }

    private static let listening = """
        import socket
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        port = str(listener.getsockname()[1]).encode()
        socket.send_fds(socket.socket(fileno=3), [port], [listener.fileno()])
        """

    /// Ends it, once no other process is in it.
    public func close() {
        // The end of its input does not tell it yet: processes inside may have inherited the pipe.
        keeper.terminate()
        keeper.waitUntilExit()
    }
}
