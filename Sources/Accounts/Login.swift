internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres
internal import Responder
internal import Secrets

/// Signing in. Unknown, disabled and wrong all take the same time and get the same bytes.
enum Login {
    private static let fields: [Field] = [
        .required("email", .text(maximum: 320), "The account's address.", example: "ada@example.com"),
        .secret("password", Password.anyField, "The account's password.", example: Password.example),
        .optional(
            "remember",
            .boolean,
            "Stay signed in for 30 days instead of 7.",
            example: .bool(true),
            absentMeans: .bool(false)
        ),
        SessionTokens.cookieField,
    ]

    static let routes: [AccountRoute] = [
        Route(
            .post,
            "/api/v1/auth/login",
            name: "logIn",
            summary: "Signs in.",
            access: .anyone,
            isIdempotent: true,
            limit: .signIn,
            input: .fields(fields),
            answers: [
                SessionTokens.documentedAnswer(.ok, "Signed in."),
                Answer(problem: invalidCredentials, "Unknown address, disabled account or wrong password."),
                Answer(problem: LoginAttempts.tooMany(840), "Too many wrong passwords for this account."),
                Answer(problem: .tooManyRequests, "Too many sign-ins from one network address."),
            ]
        ) { call in
            // A second look, because another sign-in may have upgraded the hash since the first one.
            if let response = try attempt(call) { return response }
            if let response = try attempt(call) { return response }
            throw invalidCredentials
        }
    ]

    /// - Returns: nil when the account changed between the check of the password and the opening of the session.
    private static func attempt(_ call: AccountCall) throws -> Response? {
        let passwords = call.context.services
        let password = call.body.string("password") ?? ""
        let found = try LoginAttempts.count(call.body.string("email") ?? "", call)
        guard let account = found, account.isActive else {
            passwords.verifyAgainstNothing(password)
            throw invalidCredentials
        }
        guard case .matches(let upgrade) = passwords.verify(password, against: account.passwordHash) else {
            throw invalidCredentials
        }
        return try open(account, upgrade ? passwords.hash(password) : nil, call)
    }

    private static func open(
        _ account: LoginAttempts.Account,
        _ newHash: String?,
        _ call: AccountCall
    ) throws -> Response? {
        let remember = call.body.bool("remember") ?? false
        let grant = SessionTokens.Grant(
            sessionID: try SecureRandom.uuid(),
            refreshToken: try RefreshToken(),
            remember: remember,
            usesCookie: call.body.bool("cookie") ?? false
        )
        let values = grant.parameters(call.request).adding([
            "user": .integer(account.id),
            "old_hash": .text(account.passwordHash),
            "new_hash": .optional(newHash),
        ])
        guard let row = try call.run(openSession, values, .write).first else { return nil }
        return try SessionTokens.answer(.ok, grant, row, call)
    }

    /// Opens the session only if the account still is what the password was checked against.
    private static let openSession = Statement(
        "login_open_session",
        """
        with u as (
            select *
              from users
             where id = :user
               and is_active
               and hashed_password = :old_hash
               and \(WriteDeadline.isAhead)
        ), upgraded as (
            update users
               set hashed_password = :new_hash::text
             where id = :user
               and hashed_password = :old_hash
               and :new_hash::text is not null
        ), forgiven as (
            delete from login_attempts
             using u
             where account_hash = \(LoginAttempts.key(of: "u.email"))
        ), \(SessionTokens.opened)
        select \(SessionTokens.user.sql)
          from u
        """
    )

    private static let invalidCredentials = Problem(.unauthorized, "invalid_credentials", "Invalid credentials")
        .with(.wwwAuthenticate, "Bearer")
}
