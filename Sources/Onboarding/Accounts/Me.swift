internal import Pooling
internal import HTTPTypes
internal import HTTPRouting
internal import Postgres

/// Who is signed in.
enum Me {
    static let routes: [Route<Application>] = [
        Route(
            .get,
            "/api/v1/auth/me",
            name: "getMe",
            summary: "The user that the token belongs to.",
            answers: [Answer(.ok, "The user.", SessionTokens.userShape)]
        ) { call in
            let row = try call.context.database.run(select, call.caller.parameters, .readOnly).ofCaller
            return try .json { json in try SessionTokens.writeUser(row, to: &json) }
        }
    ]

    private static let select = Statement(
        "me_select",
        """
        select \(SessionTokens.userColumns)
          from users u
         where \(Caller.isLive)
        """
    )
}
