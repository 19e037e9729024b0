internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Platform
internal import Postgres
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

    /// The columns of a user that every such answer contains, in the order that ``answer(_:_:)`` reads them.
    static let userColumns = """
        u.id, u.email, u.full_name, u.locale, coalesce(u.onboarding_completed, false), u.created_at
        """

    /// A session that was just opened or continued.
    struct Grant {
        let sessionID: String
        let refreshToken: RefreshToken
        let remember: Bool
        let usesCookie: Bool
    }

    /// The answer with both tokens and the user of `row`, whose columns are ``userColumns`` from the first on.
    static func answer(
        _ status: HTTPResponse.Status,
        _ grant: Grant,
        _ row: Row,
        _ call: Call<Application>
    ) throws -> Response {
        let now = WallClock.secondsSince1970
        let claims = AccessClaims(
            subject: try row.integer(0) ?? 0,
            session: grant.sessionID,
            issuedAt: now,
            expiresAt: now + accessLifetime
        )
        var response = try Response.json(status) { json in
            json.member("access_token", call.context.tokens.sign(claims))
            json.member("refresh_token", grant.usesCookie ? nil : grant.refreshToken.text)
            json.member("token_type", "bearer")
            json.member("expires_in", accessLifetime)
            try json.object("user") { json in try writeUser(row, to: &json) }
        }
        if grant.usesCookie {
            let maximumAge = lifetime(remember: grant.remember)
            response.headerFields.append(cookie(grant.refreshToken.text, maximumAge: maximumAge, call.request))
        }
        return response
    }

    /// Writes the members that ``userColumns`` holds.
    static func writeUser(_ row: Row, to json: inout JSONWriter) throws {
        try json.member("id", row.integer(0))
        try json.member("email", text: 1, of: row)
        try json.member("full_name", text: 2, of: row)
        try json.member("locale", text: 3, of: row)
        try json.member("onboarding_completed", row.bool(4))
        try json.member("created_at", row.timestamp(5))
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

    static let userShape = Shape.object(
        "User",
        [
            Member("id", .integer, example: .integer(1)),
            Member("email", .text, example: "ada@example.com"),
            Member("full_name", .nullable(.text), example: "Ada Lovelace"),
            Member("locale", .nullable(.choice(["en", "fr", "he"])), example: "fr"),
            Member("onboarding_completed", .boolean, example: .bool(false)),
            Member("created_at", .instant, example: "2026-03-01T09:30:00.250000Z"),
        ]
    )

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
