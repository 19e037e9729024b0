internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres
internal import Responder
internal import Secrets

/// Choosing another password, which ends every other session.
enum PasswordChange {
    private static let fields: [Field] = [
        .secret("current_password", Password.anyField, "The password so far.", example: Password.example),
        .secret(
            "new_password",
            Password.newField,
            "At least 8 characters, and none of the most common.",
            example: "four otters on a green raft"
        ),
    ]

    static let routes: [AccountRoute] = [
        Route(
            .post,
            "/api/v1/auth/password",
            name: "changePassword",
            summary: "Changes the password and ends every other session.",
            input: .fields(fields),
            answers: [
                Answer(.noContent, "The new password holds."),
                Answer(problem: wrongPassword, "The current password is wrong."),
                Answer(problem: LoginAttempts.tooMany(840), "Too many wrong passwords for this account."),
            ]
        ) { call in
            let passwords = call.context.services
            guard let email = try call.row(of: findEmail).text("email"),
                let account = try LoginAttempts.count(email, call)
            else { throw Problem.invalidToken }
            let current = call.body.string("current_password") ?? ""
            guard passwords.verify(current, against: account.passwordHash) != .differs else { throw wrongPassword }
            let hash = try passwords.hash(call.body.string("new_password") ?? "")
            let values: ParameterValues = ["old_hash": .text(account.passwordHash), "new_hash": .text(hash)]
            _ = try call.row(of: change, values, .write)
            return Response(.noContent)
        }
    ]

    private static let findEmail = CallerStatement(
        "password_find_email",
        """
        select u.email
          from users u
         where \(Caller.isLive)
        """
    )

    /// Changes nothing when the password has changed since it was checked.
    private static let change = CallerStatement(
        "password_change",
        """
        with caller as (
            update users u
               set hashed_password = :new_hash::text,
                   updated_at      = now()
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead)
               and u.hashed_password = :old_hash
            returning u.id, u.email
        ), forgiven as (
            delete from login_attempts
             using caller
             where account_hash = \(LoginAttempts.key(of: "caller.email"))
        ), ended as (
            update sessions e
               set ended_at     = now(),
                   ended_reason = 'password_changed'
              from caller
             where e.user_id = caller.id
               and e.ended_at is null
               and e.id is distinct from :session::uuid
        )
        select id
          from caller
        """
    )

    private static let wrongPassword = Problem(.forbidden, "wrong_password", "The current password is wrong")
}
