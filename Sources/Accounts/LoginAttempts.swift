internal import HTTPRouting
internal import HTTPTypes
internal import Pooling
internal import Postgres
internal import Responder

/// How often an account's password may be guessed: 20 times in 15 minutes, over all workers and restarts.
///
/// An attempt is counted before the password is looked at, in the statement that finds the account, so that no number of
/// workers lets more guesses through. A right password forgives what was counted. Addresses without an account are
/// counted the same way: whether one exists does not show.
package enum LoginAttempts {
    /// An account that somebody tries to sign in to.
    struct Account {
        let id: Int
        let passwordHash: String
        let isActive: Bool
    }

    /// The name of an address's counter, in SQL: a hash, so that the table holds no addresses.
    package static func key(of address: String) -> String { "sha256(convert_to(lower(\(address)), 'UTF8'))" }

    /// Counts one attempt and returns the account, nil when there is none.
    /// - Throws: ``Problem``: 429 when there were too many.
    static func count(_ email: String, _ call: AccountCall) throws -> Account? {
        let rows = try call.run(attempt, ["email": .text(email)], .write)
        guard let row = rows.first, let secondsLeft = try row.integer("seconds_left") else { throw Problem.internalError }
        guard secondsLeft == 0 else { throw tooMany(secondsLeft) }
        guard let id = try row.integer("id"), let hash = try row.text("hashed_password") else { return nil }
        return Account(id: id, passwordHash: hash, isActive: try row.bool("is_active") ?? false)
    }

    private static let attempt = Statement(
        "login_attempt",
        """
        with attempt as (
            insert into login_attempts as a (account_hash, failures, window_started_at)
            select \(key(of: ":email::text")), 1, now()
             where \(WriteDeadline.isAhead)
                on conflict (account_hash)
                do update set failures          = case when a.window_started_at < now() - interval '15 minutes' then 1
                                                       else a.failures + 1 end,
                              window_started_at = case when a.window_started_at < now() - interval '15 minutes' then now()
                                                       else a.window_started_at end
            returning failures, window_started_at
        )
        select case when attempt.failures > 20
                    then greatest(1, ceil(extract(epoch from attempt.window_started_at + interval '15 minutes' - now())))
                    else 0 end::integer as seconds_left,
               u.id, u.hashed_password, coalesce(u.is_active, true) as is_active
          from attempt
          left join users u on lower(u.email) = lower(:email)
        """
    )

    /// The problem of an account that has to wait.
    static func tooMany(_ secondsLeft: Int) -> Problem {
        Problem(.tooManyRequests, "too_many_attempts", "Too many attempts; try again later")
            .with(.retryAfter, String(secondsLeft))
    }
}
