internal import Pooling
internal import HTTPRouting
internal import HTTPTypes
internal import Postgres

/// Signing out: ends the session of the token, and with it every token of that session.
enum Logout {
    static let routes: [Route<Application>] = [
        Route(
            .post,
            "/api/v1/auth/logout",
            name: "logOut",
            summary: "Ends the session; its tokens are dead with the next request.",
            answers: [Answer(.noContent, "Signed out.")]
        ) { call in
            _ = try call.context.database.run(end, call.caller.parameters, .idempotentWrite).ofCaller
            var response = Response(.noContent)
            if call.request.cookie(named: SessionTokens.cookieName) != nil {
                response.headerFields.append(SessionTokens.cookie("", maximumAge: 0, call.request))
            }
            return response
        }
    ]

    private static let end = Statement(
        "logout_end",
        """
        with caller as (
            select u.id
              from users u
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead("$3"))
        ), ended as (
            update sessions s
               set ended_at     = now(),
                   ended_reason = 'logout'
              from caller
             where s.id = $2::uuid
               and s.user_id = caller.id
        )
        select id
          from caller
        """
    )
}
