internal import Platform
internal import Pooling
internal import Postgres
internal import SharedBudget

/// The application's way to PostgreSQL: one statement, one round trip, within the request's deadline.
final class Database {
    let pool: ConnectionPool<DatabaseConnections, SharedConnectionBudget?>
    let budget: SharedConnectionBudget?

    /// How long one statement may take. A network that swallows packets is noticed after this time. Whoever waits behind
    /// it then finds out with one short attempt to connect, so all clients get an honest answer within three seconds.
    static let statementLimit = Duration.seconds(2)

    /// How long a statement may wait for a lock, so that what somebody else has locked costs no connection. Longer than
    /// PostgreSQL's `deadlock_timeout`, so that a deadlock is found and solved, and shorter than ``statementLimit``.
    static let lockLimit = Duration.milliseconds(1500)

    /// The instant at which the current request gives up.
    var deadline: Duration = .zero

    /// A database that is connected to when the first statement comes.
    /// - Throws: `InvalidPoolLimit`, never with the limits chosen here.
    init(_ connections: DatabaseConnections, budget: SharedConnectionBudget?) throws {
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

    /// Runs a statement, again when that is safe: see `RetryRule`. One that changes something gets its ``WriteDeadline`` as
    /// one more parameter.
    /// - Throws: `PostgresError` or `PoolTimeout`.
    func run(_ statement: Statement, _ parameters: [Parameter], _ effect: StatementEffect) throws -> Rows {
        let deadline = min(self.deadline, MonotonicClock.now + Self.statementLimit)
        return try pool.withConnection(deadline: deadline, retry: .allowed(effect)) { connection in
            guard effect != .readOnly else {
                return try connection.execute(statement, parameters, deadline: deadline)
            }
            let time = connection.serverClock.time(at: deadline)
            return try connection.execute(statement, parameters + [.timestamp(time)], deadline: deadline)
        }
    }

    /// How the worker should wait for its next request.
    func adviceForWait(isAsked: Bool, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        pool.adviceForWait(isAsked: isAsked, connectionIsPending: connectionIsPending)
    }

    /// To be called when a request was accepted.
    func didAccept() { pool.didAccept() }

    /// To be called when the worker leaves: closes what is open and gives the slots back.
    func close() { pool.close() }

    /// What the pool has done so far.
    var statistics: PoolStatistics { pool.statistics }
}
