import Accounts
import Postgres

/// The SQL behind ``UserAdministration``. Addresses are compared without regard to case, as their index is.
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
        """
        with account as (
            update users
               set hashed_password = $2, updated_at = now()
             where lower(email) = lower($1)
            returning id, email
        ), \(forgiven), ended as (
            update sessions
               set ended_at = now(), ended_reason = 'password_changed'
              from account
             where user_id = account.id and ended_at is null
            returning 1
        )
        select (select count(*) from account), (select count(*) from ended)
        """
    )

    static let disable = Statement(
        "user_disable",
        """
        with account as (
            update users
               set is_active = false, updated_at = now()
             where lower(email) = lower($1)
            returning id
        ), ended as (
            update sessions
               set ended_at = now(), ended_reason = 'revoked'
              from account
             where user_id = account.id and ended_at is null
            returning 1
        )
        select (select count(*) from account), (select count(*) from ended)
        """
    )

    static let enable = Statement(
        "user_enable",
        """
        with account as (
            update users
               set is_active = true, updated_at = now()
             where lower(email) = lower($1)
            returning id, email
        ), \(forgiven)
        select count(*), 0::bigint from account
        """
    )

    /// Forgets the failed sign-ins that would keep the user out.
    private static let forgiven = """
        forgiven as (
            delete from login_attempts
             using account
             where account_hash = \(LoginAttempts.key(of: "account.email"))
        )
        """
}
