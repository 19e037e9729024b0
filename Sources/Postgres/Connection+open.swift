internal import CLibPQ
internal import Glibc
public import Platform

extension Connection {
    /// Opens a connection, trying each host in order until one takes writes, and reads the server's clock.
    /// - Parameters:
    ///   - deadline: the instant, on `MonotonicClock`, at which the attempt ends. Each host gets a fair share of the
    ///     time that is left, so that one that swallows packets does not use it all.
    ///   - preparedStatements: see ``usesPreparedStatements``.
    /// - Throws: ``PostgresError`` of kind `.connecting`, with the SQLSTATE when a server refused.
    public static func open(
        _ configuration: ConnectionConfiguration,
        deadline: Duration,
        preparedStatements: Bool = true
    ) throws(PostgresError) -> Connection {
        var hosts = configuration.hosts[...]
        while let host = hosts.popFirst() {
            let now = MonotonicClock.now
            let share = hosts.isEmpty ? deadline : min(deadline, now + (deadline - now) / (hosts.count + 1))
            do {
                return try Connection(host, deadline: share, preparedStatements: preparedStatements)
            } catch  where !hosts.isEmpty {
                continue
            }
        }
        throw PostgresError.configuration("names no host")
    }

    private convenience init(
        _ configuration: ConnectionConfiguration,
        deadline: Duration,
        preparedStatements: Bool
    ) throws(PostgresError) {
        guard let started = unsafe Self.start(configuration.parameters) else {
            throw PostgresError.connecting("")
        }
        unsafe self.init(handle: started, usesPreparedStatements: preparedStatements)
        var awaited = PGRES_POLLING_WRITING
        while unsafe PQstatus(handle) != CONNECTION_BAD {
            let events = awaited == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard waitForSocket(Int16(events), until: deadline) else {
                throw PostgresError.connecting("timed out")
            }
            awaited = unsafe PQconnectPoll(handle)
            if awaited == PGRES_POLLING_OK {
                unsafe PQsetnonblocking(handle, 1)
                if let server = UnixSocket.peerProcess(of: descriptor) {
                    serverProcess = unsafe ProcessIdentity(id: PQbackendPID(handle), parent: server)
                }
                try readServerClock(deadline: deadline)
                return
            }
            if awaited == PGRES_POLLING_FAILED { break }
        }
        throw PostgresError.connecting(connectionMessage, sqlState: connectionSQLState)
    }

    /// Has libpq begin a connection with these parameters and nothing else; nil when it is out of memory.
    /// See <https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PQCONNECTSTARTPARAMS>.
    static func start(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
        unsafe withCStrings(parameters.map(\.keyword)) { keywords in
            unsafe withCStrings(parameters.map(\.value)) { values in
                typealias Texts = UnsafePointer<CChar>?
                return unsafe PQconnectStartParams(
                    UnsafeRawPointer(keywords).assumingMemoryBound(to: Texts.self),
                    UnsafeRawPointer(values).assumingMemoryBound(to: Texts.self),
                    0
                )
            }
        }
    }

    private func readServerClock(deadline: Duration) throws(PostgresError) {
        do throws(PostgresError) {
            guard unsafe PQsendQueryParams(handle, "select clock_timestamp()", 0, nil, nil, nil, nil, 1) == 1,
                let time = try receive(deadline: deadline)?.first?.timestamp(0)
            else { throw PostgresError(kind: .connecting, privateMessage: connectionMessage) }
            serverClock = ServerClock(showing: time, at: MonotonicClock.now)
        } catch {
            throw PostgresError.connecting(error.privateMessage, sqlState: error.sqlState)
        }
    }

    /// The SQLSTATE of a refused connection. libpq 15 keeps only its message, so those that a pool or a reader of the log
    /// must tell apart are recognised by their fixed English words; anything else stays unknown.
    private var connectionSQLState: String? {
        let message = connectionMessage
        if message.contains("too many clients") || message.contains("connection slots are reserved") { return "53300" }
        if message.contains("the database system is") { return "57P03" }
        if message.contains("session is read-only") { return "25006" }
        return nil
    }
}

/// How a server's clock relates to `MonotonicClock` here, so that a deadline can be told to the server.
///
/// It comes from one reading, made when the connection was opened. What the answer took on its way makes deadlines that
/// much earlier for the server, never later.
public struct ServerClock: Sendable, Equatable {
    /// What the server's clock showed at zero of `MonotonicClock`, in microseconds since 1970-01-01T00:00:00Z.
    let origin: Int64

    /// What the server's clock will show at an instant of `MonotonicClock`.
    public func time(at instant: Duration) -> Timestamp {
        Timestamp(microsecondsSince1970: origin + instant.wholeNanoseconds / 1_000)
    }
}

extension ServerClock {
    /// - Parameters:
    ///   - time: what the server's clock showed.
    ///   - instant: when that was known here, on `MonotonicClock`.
    init(showing time: Timestamp, at instant: Duration) {
        origin = time.microsecondsSince1970 - instant.wholeNanoseconds / 1_000
    }
}
