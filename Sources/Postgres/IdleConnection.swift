internal import CLibPQ
public import Platform
public import SystemPackage

/// Everything but the socket that a process has to know of an idle connection to take it over from another one: what
/// libpq and ``Connection`` remember between two statements. It holds no password.
public struct IdleConnection: Sendable, Equatable {
    /// What the server has reported of its settings, such as its version, in pairs of name and value.
    let serverSettings: [String]
    /// The names of the statements that are prepared there.
    let preparedStatements: [String]
    /// As ``Connection/usesPreparedStatements``.
    let usesPreparedStatements: Bool
    /// As ``Connection/serverClock``. `MonotonicClock` is one for all processes of a machine.
    let serverClock: ServerClock
    /// As ``Connection/serverProcess``.
    public let serverProcess: ProcessIdentity?

    /// The settings that a server reports without being asked; see "Asynchronous Operations" in
    /// <https://www.postgresql.org/docs/15/protocol-flow.html>.
    static let reportedSettings = [
        "server_version", "server_encoding", "client_encoding", "application_name", "default_transaction_read_only",
        "in_hot_standby", "is_superuser", "session_authorization", "DateStyle", "IntervalStyle", "TimeZone",
        "integer_datetimes", "standard_conforming_strings",
    ]

    /// The same as strings without NUL, for a message to another process.
    public var fields: [String] {
        [
            "\(serverProcess?.packed ?? 0)", "\(serverClock.origin)", usesPreparedStatements ? "1" : "0",
            "\(serverSettings.count)",
        ] + serverSettings + preparedStatements
    }

    /// Reads ``fields``; nil when they are something else.
    public init?(fields: ArraySlice<String>) {
        var rest = fields
        guard let packed = rest.popFirst().flatMap({ UInt64($0) }),
            let origin = rest.popFirst().flatMap({ Int64($0) }),
            let uses = rest.popFirst(),
            let count = rest.popFirst().flatMap({ Int($0) }), (0...rest.count).contains(count), count.isMultiple(of: 2)
        else { return nil }
        serverProcess = ProcessIdentity(packed: packed)
        serverClock = ServerClock(origin: origin)
        usesPreparedStatements = uses == "1"
        serverSettings = Array(rest.prefix(count))
        preparedStatements = Array(rest.dropFirst(count))
    }

    fileprivate init(of connection: borrowing Connection) {
        serverSettings = Self.reportedSettings.flatMap { name in
            unsafe PQparameterStatus(connection.handle, name).map { unsafe [name, String(cString: $0)] } ?? []
        }
        preparedStatements = connection.prepared
        usesPreparedStatements = connection.usesPreparedStatements
        serverClock = connection.serverClock
        serverProcess = connection.serverProcess
    }
}

/// libpq can neither take a connection apart nor put one together. So the process that takes one over lets libpq connect
/// to a socket of this very process, which repeats what the real server said at the start, and then puts the real socket
/// in its place. Nothing in here waits: both ends are in one thread.
extension Connection {
    /// What another process needs to take this connection over with its ``descriptor``; nil when it is not reusable, or
    /// when libpq keeps more of it than that: the keys of an encrypted one.
    public var idle: IdleConnection? {
        guard isReusable, unsafe PQsslInUse(handle) == 0, unsafe PQgssEncInUse(handle) == 0 else { return nil }
        return IdleConnection(of: self)
    }

    /// Leaves the connection to the process that takes it over. Nothing is said to the server, and this side of it stays
    /// open until the process ends, which should be soon. Nothing else may be called afterwards.
    public func abandon() { isClosed = true }

    /// Takes a connection over from another process, and with it the socket when that succeeds.
    ///
    /// A statement whose deadline passes is not cancelled but left to the server, which ends it when it notices that the
    /// connection was closed (`client_connection_check_interval`) or at its own limits.
    /// - Throws: `.connecting` when libpq did not follow, or descriptors ran out.
    public convenience init(takingOver connection: IdleConnection, on socket: FileDescriptor) throws(PostgresError) {
        guard let handle = try? unsafe Self.greetedHandle(connection.serverSettings) else {
            throw PostgresError.connecting("libpq did not follow")
        }
        unsafe PQsetnonblocking(handle, 1)
        unsafe self.init(
            handle: handle,
            usesPreparedStatements: connection.usesPreparedStatements,
            prepared: connection.preparedStatements,
            canCancel: false
        )
        serverProcess = connection.serverProcess
        serverClock = connection.serverClock
        guard (try? descriptor.replace(by: socket)) != nil else {
            throw PostgresError.connecting("no descriptor is free")
        }
        socket.closeIgnoringErrors()
    }

    /// More steps than libpq needs for a greeting that is there as a whole.
    private static let mostSteps = 16

    /// A handle of libpq that has been greeted like one that has just connected to the server.
    /// - Returns: nil when libpq did not follow.
    private static func greetedHandle(_ serverSettings: [String]) throws(Errno) -> OpaquePointer? {
        let directory = "@ava-connection-\(ThisProcess.id)-\(UInt64.random(in: 0...UInt64.max))"
        let listener = try UnixSocket.listen(named: "\(directory)/.s.PGSQL.1")
        defer { listener.closeIgnoringErrors() }
        // Everything that libpq would otherwise look for in the environment, in files, or in the kernel's answers.
        let parameters = [
            ("host", directory), ("port", "1"), ("user", "-"), ("dbname", "-"), ("password", "-"), ("options", ""),
            ("sslmode", "disable"), ("gssencmode", "disable"), ("channel_binding", "disable"), ("requirepeer", ""),
            ("target_session_attrs", "any"), ("client_encoding", "UTF8"),
        ]
        guard let handle = unsafe start(parameters.map { (keyword: $0.0, value: $0.1) }) else { return nil }
        if let peer = try UnixSocket.accept(listener) {
            defer { peer.closeIgnoringErrors() }
            // Any process may connect to the socket.
            let isOwn = UnixSocket.peerProcess(of: peer) == ThisProcess.id
            if isOwn, (try? peer.writeAll(greeting(serverSettings))) != nil {
                for _ in 0..<mostSteps {
                    let step = unsafe PQconnectPoll(handle)
                    if step == PGRES_POLLING_OK { return unsafe handle }
                    if step == PGRES_POLLING_FAILED { break }
                }
            }
        }
        unsafe PQfinish(handle)
        return nil
    }

    /// What a server says until it is ready. Neither its process nor the secret that cancels a statement there is told.
    /// See <https://www.postgresql.org/docs/15/protocol-message-formats.html>.
    private static func greeting(_ serverSettings: [String]) -> [UInt8] {
        var bytes = message("R", word(0))
        for index in stride(from: 0, to: serverSettings.count, by: 2) {
            bytes += message("S", serverSettings[index].utf8 + [0] + serverSettings[index + 1].utf8 + [0])
        }
        return bytes + message("Z", [UInt8(ascii: "I")])
    }

    private static func message(_ type: Unicode.Scalar, _ content: [UInt8]) -> [UInt8] {
        [UInt8(ascii: type)] + word(Int32(content.count + 4)) + content
    }

    private static func word(_ number: Int32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
