internal import Postgres

/// Who sends a request, as a verified access token says. Whether that user and that session still live is asked by each
/// route's own statement: see ``isLive``.
public struct Caller: Sendable, Equatable {
    /// The user's id.
    public let userID: Int
    /// The session that the token belongs to; nil for a token that another service has signed.
    public let sessionID: String?

    /// The caller that a token names.
    public init(userID: Int, sessionID: String?) {
        self.userID = userID
        self.sessionID = sessionID
    }

    /// The condition, on a row `u` of `users`, that the caller's account is active and the token's session has not ended.
    ///
    /// Every statement behind a token contains it, so that logout takes effect with the next request and costs no
    /// round trip. No row means 401. See ``CallerStatement``.
    public static let isLive = "u.id = :caller and u.is_active and \(hasLiveSession)"

    fileprivate static let hasLiveSession = """
        exists (select
                       from sessions s
                      where s.id = :session::uuid
                        and s.user_id = u.id
                        and s.ended_at is null
                        and s.expires_at > now())
        """

    /// A common table expression `caller` with the caller's row of `users`, for a statement that changes something else
    /// of the caller's. Nothing is changed where it is empty.
    public static let mayWrite = """
        caller as (
            select u.*
              from users u
             where \(isLive)
               and \(WriteDeadline.isAhead)
        )
        """
}

/// A statement behind a token: it contains ``Caller/isLive``.
///
/// There are two forms of it, since a token that another service has signed has no session. One form that asked for both
/// cases with `or` would cost the server a fifth more for each request.
public struct CallerStatement: Sendable {
    private let withSession: Statement
    private let withoutSession: Statement

    /// A statement; see `Statement`.
    public init(_ name: String, _ source: String) {
        withSession = Statement(name, source)
        withoutSession = Statement("\(name)/no_session", source.replacing(Caller.hasLiveSession, with: "true"))
    }

    /// The form for this caller's token.
    func form(for caller: Caller?) -> Statement { caller?.sessionID == nil ? withoutSession : withSession }
}

/// The instant up to which a statement may change something. Whoever sent it has given up by then, and the customer may
/// have written again.
///
/// A statement may lie unread for as long as the server, or only its process for this connection, gets no processor time.
/// No deadline of the client's keeps it from taking effect afterwards, over a newer write that was acknowledged, and a
/// request to cancel it is ignored while it is unread. So each statement that changes something looks at the server's
/// clock.
public enum WriteDeadline {
    /// The SQLSTATE of a statement that came too late: what the function `refuse_late_write` raises.
    static let sqlState = "LT001"

    /// The condition that the deadline is ahead; the statement fails with ``sqlState`` when it is not. To be put where it
    /// is asked before anything is changed, and again after a wait for a lock. The function is called only then.
    public static let isAhead =
        "case when clock_timestamp() < :deadline::timestamptz then true else refuse_late_write() end"
}
