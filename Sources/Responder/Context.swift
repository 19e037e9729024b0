public import HTTPRouting
public import Logging
internal import Platform
public import Pooling
public import Postgres
public import WebToken

/// What every worker has, whatever its routes: one per process, used by its only thread.
public final class WorkerResources {
    let database: Database
    /// Checks and signs access tokens.
    public let tokens: TokenKeySet
    /// Where the worker writes what a sysadmin should know.
    public let log: Logger
    /// The file that `/metrics` is read from; nil for none.
    public let scoreboard: String?

    /// The resources of a worker that reaches this database.
    public init(database: Database, tokens: TokenKeySet, log: Logger, scoreboard: String? = nil) {
        self.database = database
        self.tokens = tokens
        self.log = log
        self.scoreboard = scoreboard
    }

    /// Checks signature and times of the request's access token.
    @usableFromInline
    func authenticate(_ request: Request) throws(Problem) -> Caller {
        guard let token = request.bearerToken else { throw .notAuthenticated }
        do throws(TokenError) {
            let claims = try tokens.verify(token.utf8.span, now: WallClock.secondsSince1970)
            return Caller(userID: claims.subject, sessionID: claims.session)
        } catch {
            switch error {
            case .expired: throw .tokenExpired
            case .invalid(let reason):
                log.debug("token refused", metadata: ["request_id": "\(request.id)", "reason": "\(reason)"])
                throw .invalidToken
            }
        }
    }

    /// Logs what went wrong and says as much of it as a client may know.
    @usableFromInline
    func problem(for error: any Error, request: Request, route: String) -> Problem {
        log.error(
            "request failed",
            metadata: ["request_id": "\(request.id)", "route": "\(route)", "cause": "\(Self.cause(of: error))"]
        )
        if let failure = error as? PostgresError, failure.isPassing { return .unavailable }
        if let failure = error as? PoolTimeout { return .unavailable(for: failure.retryAfter) }
        return .internalError
    }

    /// What a log line may say about an error: errors of ours describe themselves safely, of others only the type is told.
    private static func cause(of error: any Error) -> String {
        if let error = error as? PostgresError { return error.description }
        if let error = error as? PoolTimeout { return error.description }
        return "\(type(of: error))"
    }
}

/// What a route's handler works with while it answers one request.
public struct Context<Services>: Authenticating {
    /// What every worker has.
    public let worker: WorkerResources
    /// What the application lends.
    public let services: Services
    /// The instant, on `MonotonicClock`, at which the request gives up.
    public let deadline: Duration

    /// The context of one request.
    @inlinable
    public init(_ worker: WorkerResources, _ services: Services, deadline: Duration) {
        self.worker = worker
        self.services = services
        self.deadline = deadline
    }

    /// The same request for routes that need only a part of the services.
    @inlinable
    public func lending<Part>(_ part: Part) -> Context<Part> { Context<Part>(worker, part, deadline: deadline) }

    /// Checks the request's access token. Whether its session still lives is asked by the route's own statement.
    @inlinable
    public func authenticate(_ request: Request) throws(Problem) -> Caller { try worker.authenticate(request) }

    /// Logs an error and says as much of it as a client may know.
    @inlinable
    public func problem(for error: any Error, request: Request, route: String) -> Problem {
        worker.problem(for: error, request: request, route: route)
    }
}

/// A ``Context``, whatever services it lends.
public protocol RequestContext: Authenticating where Caller == Responder.Caller {
    /// What every worker has.
    var worker: WorkerResources { get }
    /// The instant, on `MonotonicClock`, at which the request gives up.
    var deadline: Duration { get }
}

extension Context: RequestContext {}

extension Call where Context: RequestContext {
    /// Runs a statement, again when that is safe: see `RetryRule`.
    ///
    /// Beside `values` a statement may use `:caller` and `:session`, which say who calls, and must use `:deadline` when it
    /// changes something: see ``WriteDeadline``.
    /// - Throws: `PostgresError` or `PoolTimeout`, which the router turns into 503 or 500.
    public func run(
        _ statement: Statement,
        _ values: ParameterValues = [:],
        _ effect: StatementEffect = .readOnly
    ) throws -> Rows {
        var values = values
        if let caller = verifiedCaller {
            values.append("caller", .integer(caller.userID))
            values.append("session", .optional(caller.sessionID))
        }
        return try context.worker.database.run(statement, values, effect, deadline: context.deadline)
    }

    /// Runs a statement behind the request's token.
    public func run(
        _ statement: CallerStatement,
        _ values: ParameterValues = [:],
        _ effect: StatementEffect = .readOnly
    ) throws -> Rows {
        try run(statement.form(for: verifiedCaller), values, effect)
    }

    /// Runs a statement behind the request's token, and returns its first row.
    /// - Throws: also ``Problem``: without a row the user is disabled or deleted, or the session has ended.
    public func row(
        of statement: CallerStatement,
        _ values: ParameterValues = [:],
        _ effect: StatementEffect = .readOnly
    ) throws -> Row {
        guard let row = try run(statement, values, effect).first else { throw Problem.invalidToken }
        return row
    }

    /// Does something that waits for somebody else, such as a third party, and needs no database: the connection and its
    /// slot of the budget are given back first. The next statement takes a slot again.
    ///
    /// `work` has to end before the request's ``Context/deadline`` by itself, and early enough for the statements that
    /// follow it: after the deadline the database is not asked any more.
    public func withoutDatabase<Result>(_ work: () throws -> Result) rethrows -> Result {
        context.worker.database.close()
        return try work()
    }
}
