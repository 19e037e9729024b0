internal import Postgres

/// Who sends a request, as a verified access token says. Whether that user and that session still live is asked by each
/// route's own statement: see ``isLive``.
struct Caller: Sendable, Equatable {
    /// The user's id.
    let userID: Int
    /// The session that the token belongs to; nil for a token that another service has signed.
    let sessionID: String?

    /// The caller that a token names.
    init(userID: Int, sessionID: String?) {
        self.userID = userID
        self.sessionID = sessionID
    }

    /// The values of `$1` and `$2` in every statement that contains ``isLive``.
    var parameters: [Parameter] { [.integer(userID), .optional(sessionID)] }

    /// The condition, on a row `u` of `users`, that the caller's account is active and the token's session has not ended.
    ///
    /// Every statement behind a token contains it, so that logout takes effect with the next request and costs no
    /// round trip. No row means 401.
    static let isLive = """
        u.id = $1
           and u.is_active
           and ($2::uuid is null
                or exists (select
                             from sessions s
                            where s.id = $2::uuid
                              and s.user_id = u.id
                              and s.ended_at is null
                              and s.expires_at > now()))
        """
}
