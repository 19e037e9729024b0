internal import HTTPRouting
internal import Logging
internal import Platform
internal import Pooling
internal import Postgres
internal import Secrets
internal import WebToken

/// What the routes work with: the database, the keys, the log. One per process, used by its only thread.
final class Application: Authenticating {
    let database: Database
    let tokens: TokenKeySet
    let keys: KeyRing
    let passwords: PasswordHasher
    let log: Logger
    /// The file that `/metrics` is read from; nil for none.
    let scoreboard: String?

    /// An application over a database and its keys.
    init(
        database: Database,
        tokens: TokenKeySet,
        keys: KeyRing,
        passwords: PasswordHasher,
        log: Logger,
        scoreboard: String? = nil
    ) {
        self.database = database
        self.tokens = tokens
        self.keys = keys
        self.passwords = passwords
        self.log = log
        self.scoreboard = scoreboard
    }

    /// Checks signature and times of the request's access token.
    func authenticate(_ request: Request) throws(Problem) -> Caller {
        guard request.authorization != nil else { throw .notAuthenticated }
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
    func problem(for error: any Error, request: Request, route: String) -> Problem {
        log.error(
            "request failed",
            metadata: ["request_id": "\(request.id)", "route": "\(route)", "cause": "\(LogCause.of(error))"]
        )
        if let failure = error as? PostgresError, failure.isPassing { return .unavailable }
        if let failure = error as? PoolTimeout { return .unavailable(for: failure.retryAfter) }
        return .internalError
    }
}

/// What a log line may say about an error: errors of ours describe themselves safely, of others only the type is told.
enum LogCause {
    static func of(_ error: any Error) -> String {
        if let error = error as? PostgresError { return error.description }
        if let error = error as? PoolTimeout { return error.description }
        return "\(type(of: error))"
    }
}
