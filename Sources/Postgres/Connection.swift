internal import CLibPQ
internal import Glibc
public import Platform
public import SystemPackage

/// One connection to PostgreSQL, for one thread, one statement at a time.
///
/// Every call has a deadline that this process keeps by itself (send, poll, consume): a server that hangs, or a network
/// that swallows packets, cannot hold the caller longer. After any doubt the connection says that it is not reusable.
/// See <https://www.postgresql.org/docs/15/libpq-async.html>.
@safe public final class Connection {
    let handle: OpaquePointer
    /// The names of the statements that the server knows: so few that looking them through beats hashing.
    private(set) var prepared: [String]
    /// Whether libpq knows how to have the server cancel a statement.
    private let canCancel: Bool
    private var parameters = ParameterList()
    private var isBroken = false
    var isClosed = false

    /// How many statements that are variants of others a connection prepares; further ones go to the server without a
    /// name. A client that names ever other fields costs the server some time, but no memory.
    public static let mostVariants = 48

    /// The server's process for this connection, when it runs on this machine and was reached through a Unix socket,
    /// without a pooler in between.
    public internal(set) var serverProcess: ProcessIdentity?

    /// The clock of the server.
    public internal(set) var serverClock = ServerClock(origin: 0)

    /// Whether statements are prepared under their names; off behind a pooler that gives each statement another server.
    public let usesPreparedStatements: Bool

    /// Takes over a handle of libpq that is connected, or that failed to and is of use only for its message.
    init(
        handle: OpaquePointer,
        usesPreparedStatements: Bool,
        prepared: [String] = [],
        canCancel: Bool = true
    ) {
        unsafe self.handle = handle
        self.usesPreparedStatements = usesPreparedStatements
        self.prepared = prepared
        self.canCancel = canCancel
        _ = unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { close() }

    /// Ends the connection, and waits up to 200 ms until the server has let go of it, so that whoever opens another one
    /// next never makes the server count one too many. Nothing else may be called afterwards.
    /// - Returns: whether the server has ended its process, which is when it closes its end; at once false when a
    ///   statement may still run there.
    @discardableResult
    public func close() -> Bool {
        guard !isClosed else { return true }
        isClosed = true
        let hasEnded = descriptor.rawValue < 0
        // What lies in the way of a broken connection must not reach the server later: the customer may have written
        // again by then.
        if isBroken { descriptor.discardUnsentWhenClosed() }
        let witness = isBroken || hasEnded ? -1 : dup(descriptor.rawValue)
        unsafe PQfinish(handle)
        guard witness >= 0 else { return hasEnded }
        defer { Glibc.close(witness) }
        return Self.ends(witness, until: MonotonicClock.now + .milliseconds(200))
    }

    /// Reads what is left on a non-blocking socket, until its end.
    private static func ends(_ socket: Int32, until deadline: Duration) -> Bool {
        var rest = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = unsafe read(socket, &rest, rest.count)
            if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return true }
            let remaining = deadline - MonotonicClock.now
            guard remaining > .zero else { return false }
            _ = FileDescriptor(rawValue: socket).isReadable(within: remaining)
        }
    }

    /// The socket, to be watched for news while the connection idles. It changes with nothing but a new connection.
    public var descriptor: FileDescriptor { unsafe FileDescriptor(rawValue: PQsocket(handle)) }

    /// Whether the connection stands between statements and outside a transaction, with nothing in doubt.
    public var isReusable: Bool {
        unsafe !isBroken && PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    /// Whether the server has said or done anything while the connection idled.
    ///
    /// PostgreSQL is silent between statements, so any bytes, or the end of the stream, mean that it is going away.
    public var hasUnexpectedInput: Bool { descriptor.isReadable() }

    /// Runs one statement and returns its rows, in one round trip; the first use of a statement prepares it in the same
    /// round trip. Returns only when the server has reported the end of the transaction.
    /// - Parameter deadline: the instant, on `MonotonicClock`, at which the statement is cancelled.
    /// - Throws: ``PostgresError``. After kinds other than `.invalidParameter` ask ``isReusable``.
    public func execute(
        _ statement: Statement,
        _ values: [Parameter],
        deadline: Duration
    ) throws(PostgresError) -> Rows {
        do throws(PostgresError) {
            try parameters.fill(values)
            do throws(PostgresError) {
                return try attempt(statement, deadline: deadline)
            } catch  where error.meansStalePlan && prepared.contains(statement.name) && isReusable {
                try deallocate(statement.name, deadline: deadline)
                return try attempt(statement, deadline: deadline)
            }
        } catch {
            var error = error
            error.statement = statement.name
            throw error
        }
    }

    /// Runs SQL text that may hold several statements, without parameters, over the simple protocol.
    /// - Returns: the rows of the last statement, in text form: good for counting, not for the typed accessors.
    /// - Throws: ``PostgresError``, as ``execute(_:_:deadline:)``.
    @discardableResult
    public func run(script: String, deadline: Duration) throws(PostgresError) -> Rows? {
        guard unsafe PQsendQuery(handle, script) == 1 else { throw lost(nothingWasSent: true) }
        return try receive(deadline: deadline)
    }

    /// Has the server forget a statement, which it may have done already.
    private func deallocate(_ name: String, deadline: Duration) throws(PostgresError) {
        prepared.removeAll { $0 == name }
        do {
            try run(script: "deallocate \"\(name)\"", deadline: deadline)
        } catch  where error.sqlState == "26000" {}
    }

    private func attempt(_ statement: Statement, deadline: Duration) throws(PostgresError) -> Rows {
        let isKnown = prepared.contains(statement.name)
        let goesByName = isKnown || (usesPreparedStatements && mayPrepare(statement))
        let inPipeline = goesByName && !isKnown
        if inPipeline { unsafe PQenterPipelineMode(handle) }
        defer { if inPipeline { unsafe PQexitPipelineMode(handle) } }
        let sent = unsafe parameters.withPointers { count, values, lengths, formats in
            guard goesByName else {
                return unsafe PQsendQueryParams(handle, statement.sql, count, nil, values, lengths, formats, 1)
            }
            if inPipeline, unsafe PQsendPrepare(handle, statement.name, statement.sql, 0, nil) != 1 { return 0 }
            return unsafe PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        guard sent == 1, unsafe !inPipeline || PQpipelineSync(handle) == 1 else { throw lost(nothingWasSent: true) }
        guard let rows = try receive(deadline: deadline, preparing: inPipeline ? statement.name : nil) else {
            throw PostgresError(kind: .unexpectedResult, privateMessage: "no result")
        }
        return rows
    }

    /// Whether the server may keep one more statement for this connection.
    private func mayPrepare(_ statement: Statement) -> Bool {
        !statement.isVariant || prepared.count(where: Statement.isVariant) < Self.mostVariants
    }

    /// Collects results until the server is ready for the next statement: only then has a write been committed.
    /// - Parameter name: the statement whose preparation is the first of the results, in pipeline mode. It stays prepared
    ///   whatever becomes of its execution.
    func receive(deadline: Duration, preparing name: String? = nil) throws(PostgresError) -> Rows? {
        var rows: Rows?
        var unprepared = name
        var failure: PostgresError?
        while true {
            try flushAndAwaitResult(deadline: deadline)
            guard let result = unsafe PQgetResult(handle) else {
                if name != nil, unsafe PQstatus(handle) == CONNECTION_OK { continue }
                break
            }
            let received = unsafe Rows(result)
            switch unsafe PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                rows = received
                if let name = unprepared { prepared.append(name) }
                unprepared = nil
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure }
                return rows
            case PGRES_PIPELINE_ABORTED: continue
            default: failure = failure ?? received.error(connectionIsLost: unsafe PQstatus(handle) != CONNECTION_OK)
            }
        }
        if let failure { throw failure }
        guard unsafe PQstatus(handle) == CONNECTION_OK else { throw lost() }
        return rows
    }

    private func flushAndAwaitResult(deadline: Duration) throws(PostgresError) {
        var unsent = unsafe PQflush(handle)
        while true {
            guard unsent >= 0 else { throw lost() }
            if unsent == 0, unsafe PQisBusy(handle) == 0 { return }
            guard waitForSocket(Int16(unsent == 0 ? POLLIN : POLLIN | POLLOUT), until: deadline) else {
                isBroken = true
                if canCancel { unsafe Cancellation.send(for: handle) }
                throw PostgresError(kind: .deadlineExceeded, privateMessage: "the deadline passed")
            }
            guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
            if unsent > 0 { unsent = unsafe PQflush(handle) }
        }
    }

    func waitForSocket(_ events: Int16, until deadline: Duration) -> Bool {
        var entry = unsafe pollfd(fd: PQsocket(handle), events: events, revents: 0)
        while true {
            let remaining = (deadline - MonotonicClock.now).wholeMilliseconds
            let ready = unsafe poll(&entry, 1, remaining)
            if ready > 0 { return true }
            if ready == 0 || errno != EINTR { return false }
        }
    }

    private func lost(nothingWasSent: Bool = false) -> PostgresError {
        isBroken = true
        return PostgresError(kind: .connectionLost, nothingWasSent: nothingWasSent, privateMessage: connectionMessage)
    }

    var connectionMessage: String { unsafe String(cString: PQerrorMessage(handle)) }
}
