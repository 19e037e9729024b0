internal import HTTPRouting
internal import HTTPTypes
internal import Pooling
internal import Postgres
internal import Responder

/// Signing out: ends the session of the token, and with it every token of that session.
enum Logout {
    static let routes: [AccountRoute] = [
        Route(
            .post,
            "/api/v1/auth/logout",
            name: "logOut",
            summary: "Ends the session; its tokens are dead with the next request.",
            isIdempotent: true,
            answers: [Answer(.noContent, "Signed out.")]
        ) { call in
            _ = try call.row(of: end, [:], .idempotentWrite)
            var response = Response(.noContent)
            if call.request.cookie(named: SessionTokens.cookieName) != nil {
                response.headerFields.append(SessionTokens.cookie("", maximumAge: 0, call.request))
            }
            return response
        }
    ]

    private static let end = CallerStatement(
        "logout_end",
        """
        with \(Caller.mayWrite), ended as (
            update sessions s
               set ended_at     = now(),
                   ended_reason = 'logout'
              from caller
             where s.id = :session::uuid
               and s.user_id = caller.id
        )
        select id
          from caller
        """
    )
}
