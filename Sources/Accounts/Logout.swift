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
            let ended = Parameter.optional(try call.caller.sessionID)
            _ = try call.row(of: Sessions.end, ["ended": ended, "reason": .text("logout")], .idempotentWrite)
            var response = Response(.noContent)
            if call.request.cookie(named: SessionTokens.cookieName) != nil {
                response.headerFields.append(SessionTokens.cookie("", maximumAge: 0, call.request))
            }
            return response
        }
    ]
}
