internal import CLibPQ
internal import Glibc
internal import Platform
internal import SystemPackage

/// A server's side of the start of a conversation that took place long ago: lets libpq make a handle for a connection
/// that is open already.
///
/// libpq connects to a socket of this very process and is welcomed with what the real server had said; then the real
/// socket takes the place of that one. Nothing in here waits: both ends are in one thread.
/// See <https://www.postgresql.org/docs/15/protocol-message-formats.html>.
@safe struct RepeatedWelcome: ~Copyable {
    /// More steps than libpq needs.
    private static let mostSteps = 16

    private let directory = "@ava-connection-\(ThisProcess.id)-\(UInt64.random(in: 0...UInt64.max))"
    private let listener: FileDescriptor

    init() throws(Errno) {
        listener = try UnixSocket.listen(named: "\(directory)/.s.PGSQL.1")
    }

    deinit { listener.closeIgnoringErrors() }

    /// Makes a handle that believes to be connected.
    /// - Returns: the handle, to be ended with `PQfinish`; nil when libpq did not follow.
    func handle(for serverSettings: [SuspendedConnection.ServerSetting]) -> OpaquePointer? {
        guard let handle = unsafe startConnecting(parameters) else { return nil }
        if unsafe welcome(handle, serverSettings) { return unsafe handle }
        unsafe PQfinish(handle)
        return nil
    }

    private func welcome(_ handle: OpaquePointer, _ serverSettings: [SuspendedConnection.ServerSetting]) -> Bool {
        guard let peer = try? UnixSocket.accept(listener) else { return false }
        defer { peer.closeIgnoringErrors() }
        guard UnixSocket.peerProcess(of: peer) == ThisProcess.id,
            (try? peer.writeAll(Self.messages(serverSettings))) != nil
        else { return false }
        for _ in 0..<Self.mostSteps {
            switch unsafe PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return true
            case PGRES_POLLING_FAILED: return false
            default: continue
            }
        }
        return false
    }

    /// Everything that libpq would otherwise look for in the environment, in files, or in the kernel's answers.
    private var parameters: [(keyword: String, value: String)] {
        [
            ("host", directory), ("port", "1"), ("user", "-"), ("dbname", "-"), ("password", "-"), ("options", ""),
            ("sslmode", "disable"), ("gssencmode", "disable"), ("channel_binding", "disable"), ("requirepeer", ""),
            ("target_session_attrs", "any"), ("client_encoding", "UTF8"),
        ]
    }

    /// Neither the server's process nor the secret that cancels a statement there is told: a handle is made for any
    /// connection to the server.
    private static func messages(_ serverSettings: [SuspendedConnection.ServerSetting]) -> [UInt8] {
        var bytes = message("R", word(0))
        for setting in serverSettings {
            bytes += message("S", setting.name.utf8 + [0] + setting.value.utf8 + [0])
        }
        return bytes + message("Z", ["I"].map { UInt8(ascii: $0) })
    }

    private static func message(_ type: Unicode.Scalar, _ content: [UInt8]) -> [UInt8] {
        [UInt8(ascii: type)] + word(Int32(content.count + 4)) + content
    }

    private static func word(_ number: Int32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
