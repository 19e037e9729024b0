internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Platform
internal import Postgres
internal import Responder
internal import Secrets
internal import WebToken

/// What a client holds after signing in: a short-lived access token, and a refresh token that is good for one use.
enum SessionTokens {
    /// How long an access token is good, in seconds.
    static let accessLifetime = 15 * 60

    /// How long a session lives without being used, in seconds: 30 days where the client asked to be remembered, else 7.
    static func lifetime(remember: Bool) -> Int { (remember ? 30 : 7) * 24 * 60 * 60 }

    /// The cookie that carries the refresh token when the client asked for that.
    static let cookieName = "ava_refresh"

    /// What every such answer says about the user, over a row `u` of `users`.
    static let user: SelectList = [
        SelectedColumn("u.id", Member("id", .integer, example: .integer(1))),
        SelectedColumn("u.email", Member("email", .text, example: "ada@example.com")),
        SelectedColumn("u.full_name", Member("full_name", .nullable(.text), example: "Ada Lovelace")),
        SelectedColumn("u.locale", Member("locale", .nullable(.choice(["en", "fr", "he"])), example: "fr")),
        SelectedColumn(
            "coalesce(u.onboarding_completed, false)",
            Member("onboarding_completed", .boolean, example: .bool(false))
        ),
        SelectedColumn("u.created_at", Member("created_at", .instant, example: "2026-03-01T09:30:00.250000Z")),
    ]

    static let userShape = Shape.object("User", user.members)

    /// A session that was just opened or continued.
    struct Grant {
        let sessionID: String
        let refreshToken: RefreshToken
        let remember: Bool
        let usesCookie: Bool

        /// What ``SessionTokens/opened`` writes down.
        func parameters(_ request: Request) -> ParameterValues {
            [
                "session_id": .text(sessionID),
                "lifetime": .integer(lifetime(remember: remember)),
                "remember": .bool(remember),
                "user_agent": .optional(
                    // Cut to what the table holds.
                    request.userAgent.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(512))) }
                ),
                "token_hash": .bytes(refreshToken.hash),
            ]
        }
    }

    /// The part of a statement that opens a session for the row `u` of `users`.
    static let opened = """
        session as (
            insert into sessions (id, user_id, expires_at, remember, user_agent)
            select :session_id::uuid, u.id, now() + make_interval(secs => :lifetime::double precision), :remember::boolean,
                   :user_agent::text
              from u
        ), token as (
            insert into refresh_tokens (token_hash, session_id, generation)
            select :token_hash::bytea, :session_id::uuid, 0
              from u
        )
        """

    /// The answer with both tokens and the user of `row`, which begins with the columns of ``user``.
    static func answer(
        _ status: HTTPResponse.Status,
        _ grant: Grant,
        _ row: Row,
        _ call: AccountCall
    ) throws -> Response {
        let now = WallClock.secondsSince1970
        let claims = AccessClaims(
            subject: try row.integer(user.position(of: "id")) ?? 0,
            session: grant.sessionID,
            issuedAt: now,
            expiresAt: now + accessLifetime
        )
        var response = try Response.json(status) { json in
            json.member("access_token", call.context.worker.tokens.sign(claims))
            json.member("refresh_token", grant.usesCookie ? nil : grant.refreshToken.text)
            json.member("token_type", "bearer")
            json.member("expires_in", accessLifetime)
            try json.object("user") { json in try user.write(row, to: &json) }
        }
        if grant.usesCookie {
            let maximumAge = lifetime(remember: grant.remember)
            response.headerFields.append(cookie(grant.refreshToken.text, maximumAge: maximumAge, call.request))
        }
        return response
    }

    /// The header that sets the cookie; an age of 0 removes it.
    static func cookie(_ value: String, maximumAge: Int, _ request: Request) -> HTTPField {
        let secure = request.isSecure ? "; Secure" : ""
        return HTTPField(
            name: .setCookie,
            value:
                "\(cookieName)=\(value); Path=/api/v1/auth; Max-Age=\(maximumAge); HttpOnly; SameSite=Strict\(secure)"
        )
    }

    private static let shape = Shape.object(
        "SessionTokens",
        [
            Member(
                "access_token",
                .text,
                "A JSON Web Token for the `Authorization` header.",
                example: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.signature"
            ),
            Member(
                "refresh_token",
                .nullable(.text),
                "Good for one use; null when it travels in the cookie.",
                example: refreshTokenExample
            ),
            Member("token_type", .choice(["bearer"]), example: "bearer"),
            Member("expires_in", .integer, "Seconds that the access token is good.", example: .integer(accessLifetime)),
            Member("user", userShape),
        ]
    )

    static let refreshTokenExample: JSONValue = "kq3vJ0w0p7m2bqkSx2m9WcYw2o0m3l1nq8q0cJmQb1E"

    /// What signing in and staying signed in answer.
    static func documentedAnswer(_ status: HTTPResponse.Status, _ summary: String) -> Answer {
        let cookie = AnswerHeader(
            .setCookie,
            "Only when the refresh token travels in the cookie.",
            example: "\(cookieName)=…; Path=/api/v1/auth; Max-Age=604800; HttpOnly; SameSite=Strict; Secure"
        )
        return Answer(status, summary, shape, headers: [cookie])
    }

    /// Body fields that several sign-in routes share.
    static let cookieField = Field.optional(
        "cookie",
        .boolean,
        "Send the refresh token in an HttpOnly cookie instead of the body.",
        example: .bool(false),
        absentMeans: .bool(false)
    )
}
