internal import Pooling
internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Postgres
internal import Secrets

/// Opening an account, which also signs in.
enum Signup {
    private static let fields: [Field] = [
        .required("email", EmailAddress.field, "The address to sign in with.", example: "ada@example.com"),
        .secret(
            "password",
            Password.newField,
            "At least 8 characters, and none of the most common.",
            example: Password.example
        ),
        .optional("full_name", .text(maximum: 255), "The person's name.", example: "Ada Lovelace"),
        .optional("locale", .choice(["en", "fr", "he"]), "The language of the wizard.", example: "fr"),
        SessionTokens.cookieField,
    ]

    static let routes: [Route<Application>] = [
        Route(
            .post,
            "/api/v1/auth/signup",
            name: "signUp",
            summary: "Opens an account and signs in.",
            access: .anyone,
            input: .fields(fields),
            answers: [
                SessionTokens.documentedAnswer(.created, "The account is open."),
                Answer(
                    problem: emailTaken,
                    "The address belongs to an account, in any spelling of upper and lower case."
                ),
                Answer(problem: .tooManyRequests, "Too many sign-ups from one network address."),
            ]
        ) { call in
            let hash = try call.context.passwords.hash(call.body.string("password") ?? "")
            let grant = SessionTokens.Grant(
                sessionID: try SecureRandom.uuid(),
                refreshToken: try RefreshToken(),
                remember: false,
                usesCookie: call.body.bool("cookie") ?? false
            )
            let values: [Parameter] = [
                .text(call.body.string("email") ?? ""),
                .text(hash),
                .optional(call.body.string("full_name")),
                .optional(call.body.string("locale")),
                .text(grant.sessionID),
                .integer(SessionTokens.lifetime(remember: false)),
                .optional(call.request.shortUserAgent),
                .bytes(grant.refreshToken.hash),
            ]
            guard let row = try call.context.database.run(create, values, .write).first else { throw emailTaken }
            return try SessionTokens.answer(.created, grant, row, call)
        }
    ]

    /// The casts keep the statement good while a migration comes or goes that gives these columns types of their own.
    private static let create = Statement(
        "signup_create",
        """
        with u as (
            insert into users (email, hashed_password, full_name, locale)
            select $1::text, $2::text, $3::text, $4::text
             where \(WriteDeadline.isAhead("$9"))
                on conflict do nothing
            returning *
        ), session as (
            insert into sessions (id, user_id, expires_at, user_agent)
            select $5::uuid, u.id, now() + make_interval(secs => $6), $7
              from u
        ), token as (
            insert into refresh_tokens (token_hash, session_id, generation)
            select $8, $5::uuid, 0
              from u
        )
        select \(SessionTokens.userColumns)
          from u
        """
    )

    private static let emailTaken = Problem(.conflict, "email_taken", "Email already registered")
}

extension Request {
    /// The user agent, cut to what the sessions table holds.
    var shortUserAgent: String? {
        userAgent.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(512))) }
    }
}
