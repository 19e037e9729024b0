import Accounts
import Postgres

/// The SQL of the commands about users. Addresses are compared without regard to case, as their index is.
enum UserStatements {
    static let create = Statement(
        "user_create",
        """
        insert into users (email, hashed_password, full_name)
             values ($1, $2, $3)
        on conflict (lower(email)) do nothing
          returning id
        """
    )

    static let setPassword = Statement(
        "user_set_password",
        "with \(account("hashed_password = $2")), \(forgiven), \(ended("password_changed")) \(counts)"
    )

    static let disable = Statement(
        "user_disable",
        "with \(account("is_active = false")), \(ended("revoked")) \(counts)"
    )

    static let enable = Statement(
        "user_enable",
        "with \(account("is_active = true")), \(forgiven) select count(*), 0::bigint from account"
    )

    private static func account(_ assignment: String) -> String {
        """
        account as (
            update users
               set \(assignment), updated_at = now()
             where lower(email) = lower($1)
            returning id, email
        )
        """
    }

    /// Forgets the failed sign-ins that would keep the user out.
    private static let forgiven = """
        forgiven as (
            delete from login_attempts
             using account
             where account_hash = \(LoginAttempts.key(of: "account.email"))
        )
        """

    private static func ended(_ reason: String) -> String {
        """
        ended as (
            update sessions
               set ended_at = now(), ended_reason = '\(reason)'
              from account
             where user_id = account.id and ended_at is null
            returning 1
        )
        """
    }

    private static let counts = "select (select count(*) from account), (select count(*) from ended)"
}
