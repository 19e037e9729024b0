internal import ConnectionHandOver
internal import HTTPRouting
internal import Platform
internal import Pooling
internal import Postgres
public import SharedBudget

/// A worker's way to PostgreSQL: one statement, one round trip, within the request's deadline.
public final class Database {
    private let pool: ConnectionPool<DatabaseConnections, SharedConnectionBudget>
    private let budget: SharedConnectionBudget?
    /// The variants of statements that requests have asked for so far, by their names.
    private var variants: [String: CallerStatement] = [:]

    /// How long one statement may take. A network that swallows packets is noticed after this time. Whoever waits behind
    /// it then finds out with one short attempt to connect, so all clients get an honest answer within three seconds.
    private static let statementLimit = Duration.seconds(2)

    /// How long a statement may wait for a lock, so that what somebody else has locked costs no connection. Longer than
    /// PostgreSQL's `deadlock_timeout`, so that a deadlock is found and solved, and shorter than ``statementLimit``.
    static let lockLimit = Duration.milliseconds(1500)

    /// A database that is connected to when the first statement comes.
    /// - Throws: `InvalidPoolLimit`, never with the limits chosen here.
    public init(_ connections: DatabaseConnections, budget: SharedConnectionBudget?) throws {
        self.budget = budget
        var limits = PoolLimits()
        limits.connectTimeout = .seconds(2)
        pool = try ConnectionPool(
            connections,
            budget: budget,
            limits: limits,
            environment: PoolEnvironment(now: { MonotonicClock.now }, sleep: { MonotonicClock.sleep(until: $0) })
        )
    }

    /// Runs a statement, again when that is safe: see `RetryRule`. One that changes something finds its ``WriteDeadline``
    /// in `:deadline`.
    /// - Parameter deadline: the instant, on `MonotonicClock`, at which the request gives up. When it has passed already,
    ///   the database is not asked.
    /// - Throws: `PostgresError` or `PoolTimeout`; `Problem` for a deadline that has passed.
    func run(
        _ statement: Statement,
        _ values: ParameterValues,
        _ effect: StatementEffect,
        deadline: Duration
    ) throws -> Rows {
        let now = MonotonicClock.now
        guard deadline > now else { throw Problem.unavailable }
        let deadline = min(deadline, now + Self.statementLimit)
        var values = values
        return try pool.withConnection(deadline: deadline, retry: effect) { connection in
            if effect != .readOnly { values["deadline"] = .timestamp(connection.serverClock.time(at: deadline)) }
            return try connection.execute(statement, statement.bind(values), deadline: deadline)
        }
    }

    /// The variant of a statement with this name; made when it is first asked for. At most ``mostVariantsKept`` are kept.
    func variant(_ name: String, _ source: () -> String) -> CallerStatement {
        if let known = variants[name] { return known }
        let statement = CallerStatement(name, source())
        if variants.count >= Self.mostVariantsKept { variants.removeAll(keepingCapacity: true) }
        variants[name] = statement
        return statement
    }

    private static let mostVariantsKept = 4 * Connection.mostVariants

    /// How the worker should wait for its next request.
    func adviceForWait(isAsked: Bool, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        pool.adviceForWait(isAsked: isAsked, connectionIsPending: connectionIsPending)
    }

    /// To be called when a request was accepted.
    func didAccept() { pool.didAccept() }

    /// Closes what is open and gives the slots back. The next statement opens a connection again.
    func close() { pool.close() }

    /// What the pool has done so far.
    var statistics: PoolStatistics { pool.statistics }

    /// Leaves the connection that idles to the worker that follows this one, where that can be. See ConnectionHandOver.
    func handOver(to successors: HandOverSender) {
        if let budget { successors.handOver(pool, budget) }
    }

    /// Takes over the connection that a predecessor has left. To be called before anything else.
    func takeOver(_ connection: HandedOverConnection) {
        if let budget { connection.takeOver(into: pool, budget) } else { connection.close() }
    }
}
