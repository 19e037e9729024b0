import Platform
import Postgres
import Secrets

/// Whether what customers have stored can be read with the keys at hand: a forgotten key shows here, and not when a
/// customer's assistant fails.
struct StoredSecrets: Equatable {
    /// How many stored secrets were tried.
    var tried = 0
    /// How many of them none of the keys opens.
    var unreadable = 0

    /// What the numbers mean. Pure.
    var findings: [Finding] {
        if tried == 0 { return [] }
        if unreadable == 0 { return [.good("FERNET_KEYS open the stored secrets; tried: \(tried).")] }
        return [
            .warning(
                """
                FERNET_KEYS do not open \(unreadable) of \(tried) stored secrets that were tried. Append the key that \
                encrypted them.
                """
            )
        ]
    }
}

extension StoredSecrets {
    /// Tries the oldest and the newest secrets of each kind: where keys were exchanged, one of them is missing.
    init(readingFrom connection: Connection, keys: KeyRing) throws {
        let rows = try connection.execute(
            Self.statement,
            [],
            deadline: MonotonicClock.now + CommandConnection.patience
        )
        for index in 0..<rows.count {
            tried += 1
            if (try? keys.decrypt(try rows[index].text(0) ?? "")) == nil { unreadable += 1 }
        }
    }

    private static let statement = Statement(
        "check_stored_secrets",
        """
        (select vapi_api_key_encrypted from vapi_credentials order by id limit 20)
         union
        (select vapi_api_key_encrypted from vapi_credentials order by id desc limit 20)
         union
        (select auth_token_encrypted from twilio_credentials order by id limit 20)
         union
        (select auth_token_encrypted from twilio_credentials order by id desc limit 20)
        """
    )
}
