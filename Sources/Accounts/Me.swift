internal import HTTPRouting
internal import HTTPTypes
internal import Postgres
internal import Responder

/// Who is signed in.
enum Me {
    static let routes: [AccountRoute] = [
        Route(
            .get,
            "/api/v1/auth/me",
            name: "getMe",
            summary: "The user that the token belongs to.",
            answers: [Answer(.ok, "The user.", SessionTokens.userShape)]
        ) { call in
            let row = try call.row(of: select)
            return try .json { json in try SessionTokens.user.write(row, to: &json) }
        }
    ]

    private static let select = CallerStatement(
        "me_select",
        """
        select \(SessionTokens.user.sql)
          from users u
         where \(Caller.isLive)
        """
    )
}
