internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres
internal import Responder
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

    static let routes: [AccountRoute] = [
        Route(
            .post,
            "/api/v1/auth/signup",
            name: "signUp",
            summary: "Opens an account and signs in.",
            access: .anyone,
            limit: .signIn,
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
            let hash = try call.context.services.hash(call.body.string("password") ?? "")
            let grant = SessionTokens.Grant(
                sessionID: try SecureRandom.uuid(),
                refreshToken: try RefreshToken(),
                remember: false,
                usesCookie: call.body.bool("cookie") ?? false
            )
            let values = grant.parameters(call.request).adding([
                "email": .text(call.body.string("email") ?? ""),
                "hash": .text(hash),
                "full_name": .optional(call.body.string("full_name")),
                "locale": .optional(call.body.string("locale")),
            ])
            guard let row = try call.run(create, values, .write).first else { throw emailTaken }
            return try SessionTokens.answer(.created, grant, row, call)
        }
    ]

    /// The casts keep the statement good while a migration comes or goes that gives these columns types of their own.
    private static let create = Statement(
        "signup_create",
        """
        with u as (
            insert into users (email, hashed_password, full_name, locale)
            select :email::text, :hash::text, :full_name::text, :locale::text
             where \(WriteDeadline.isAhead)
                on conflict do nothing
            returning *
        ), \(SessionTokens.opened)
        select \(SessionTokens.user.sql)
          from u
        """
    )

    private static let emailTaken = Problem(.conflict, "email_taken", "Email already registered")
}
