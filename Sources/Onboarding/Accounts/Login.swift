internal import Pooling
internal import JSON
internal import HTTPRouting
internal import HTTPTypes
internal import Postgres
internal import Secrets

/// Signing in. Unknown, disabled and wrong all take the same time and get the same bytes.
enum Login {
    private static let fields: [Field] = [
        .required("email", .text(maximum: 320), "The account's address.", example: "ada@example.com"),
        .secret("password", Password.anyField, "The account's password.", example: "…"),
        .optional("remember", .boolean, "Stay signed in for 30 days instead of 7.", example: .bool(true)),
        SessionTokens.cookieField,
    ]

    static let routes: [Route<Application>] = [
        Route(
            .post,
            "/api/v1/auth/login",
            name: "logIn",
            summary: "Signs in.",
            access: .anyone,
            input: .fields(fields),
            answers: [
                Answer(.ok, "Signed in.", example: SessionTokens.example),
                Answer(.unauthorized, "Unknown address, disabled account or wrong password."),
                Answer(.tooManyRequests, "Too many wrong passwords for this account; `Retry-After` tells when."),
            ]
        ) { call in
            let email = call.body.string("email") ?? ""
            let password = call.body.string("password") ?? ""
            let attempt = LoginAttempts.key(email)
            let found = try LoginAttempts.count(attempt, email, call.context.database)
            guard let account = found, account.isActive else {
                call.context.passwords.verifyAgainstNothing(password)
                throw invalidCredentials
            }
            guard case .matches(let upgrade) = call.context.passwords.verify(password, against: account.passwordHash)
            else {
                throw invalidCredentials
            }
            return try open(account, upgrade ? call.context.passwords.hash(password) : nil, attempt, call)
        }
    ]

    private static func open(
        _ account: LoginAttempts.Account,
        _ newHash: String?,
        _ attempt: [UInt8],
        _ call: Call<Application>
    ) throws -> Response {
        let remember = call.body.bool("remember") ?? false
        let grant = SessionTokens.Grant(
            sessionID: try SecureRandom.uuid(),
            refreshToken: try RefreshToken(),
            remember: remember,
            usesCookie: call.body.bool("cookie") ?? false
        )
        let values: [Parameter] = [
            .integer(account.id),
            .text(account.passwordHash),
            .optional(newHash),
            .bytes(attempt),
            .text(grant.sessionID),
            .integer(SessionTokens.lifetime(remember: remember)),
            .bool(remember),
            .optional(call.request.shortUserAgent),
            .bytes(grant.refreshToken.hash),
        ]
        guard let row = try call.context.database.run(openSession, values, .write).first else {
            throw invalidCredentials
        }
        return try SessionTokens.answer(.ok, grant, row, call)
    }

    /// Opens the session only if the account still is what the password was checked against.
    private static let openSession = Statement(
        "login_open_session",
        """
        with u as (
            select *
              from users
             where id = $1
               and is_active
               and hashed_password = $2
        ), upgraded as (
            update users
               set hashed_password = $3::text
             where id = $1
               and hashed_password = $2
               and $3::text is not null
        ), forgiven as (
            delete from login_attempts
             where account_hash = $4
               and exists (select from u)
        ), session as (
            insert into sessions (id, user_id, expires_at, remember, user_agent)
            select $5::uuid, u.id, now() + make_interval(secs => $6), $7, $8
              from u
        ), token as (
            insert into refresh_tokens (token_hash, session_id, generation)
            select $9, $5::uuid, 0
              from u
        )
        select \(SessionTokens.userColumns)
          from u
        """
    )

    private static let invalidCredentials = Problem(.unauthorized, "invalid_credentials", "Invalid credentials")
        .with(.wwwAuthenticate, "Bearer")
}
