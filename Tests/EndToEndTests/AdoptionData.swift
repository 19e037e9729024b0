import Foundation
import Support
import Testing

/// What an installation of the earlier product has in its database and hands to its clients, made by the Python
/// libraries that it uses.
struct AdoptionData {
    static let fernetKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
    static let secret = "the earlier product's own secret, 40 bytes"
    static let password = "Pässword of 2025"
    static let vapiKey = "sk-abc123xyz789"

    /// `bcrypt.hashpw` of ``password``.
    let passwordHash: String
    /// `Fernet.encrypt` of ``vapiKey`` and of a Twilio token.
    let vapiToken: String
    let twilioToken: String
    /// Access tokens of user 1, by PyJWT and by python-jose.
    let tokens: [String]
    /// An expired one, one of another type, and one signed with another secret.
    let badTokens: [String]

    init() throws {
        let script = """
            import sys, time, bcrypt, jwt
            from jose import jwt as jose
            from cryptography.fernet import Fernet
            key, secret, password, vapi = [line.rstrip("\\n") for line in sys.stdin]
            fernet, now = Fernet(key), int(time.time())
            claims = {"sub": "1", "exp": now + 900, "type": "access"}
            print(bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode())
            print(fernet.encrypt(vapi.encode()).decode())
            print(fernet.encrypt(b"twilio-auth-token").decode())
            print(jwt.encode({**claims, "iat": now}, secret, algorithm="HS256"))
            print(jose.encode({"sub": "1", "exp": now + 900}, secret, algorithm="HS256"))
            print(jwt.encode({**claims, "exp": now - 1}, secret, algorithm="HS256"))
            print(jwt.encode({**claims, "type": "refresh"}, secret, algorithm="HS256"))
            print(jose.encode(claims, secret + "!", algorithm="HS256"))
            """
        let input = [Self.fernetKey, Self.secret, Self.password, Self.vapiKey].joined(separator: "\n")
        let output = String(decoding: try Python.run(script, input: Data(input.utf8)), as: UTF8.self)
        let lines = output.split(separator: "\n").map(String.init)
        try #require(lines.count == 8)
        (passwordHash, vapiToken, twilioToken) = (lines[0], lines[1], lines[2])
        tokens = Array(lines[3...4])
        badTokens = Array(lines[5...])
    }

    /// The rows: a user with a long history, one whose columns were never filled, and one who was disabled.
    var rows: String {
        """
        insert into users (email, hashed_password, created_at, updated_at, full_name, organization_name, locale,
                           accept_terms, persona, languages, tone, workspace_apps, plan, seats, onboarding_completed,
                           onboarding_completed_at)
             values ('Ada@Example.org', '\(passwordHash)', '2025-10-28 09:00:00.25', '2025-10-29 10:00', 'Ada Lovelace',
                     'Acme', 'fr', true, 'secretary', '["en", "fr"]', 'friendly', '["slack"]', 'pro', 5, true,
                     '2025-10-30 11:00');
        insert into users (email, hashed_password, is_active, marketing_opt_in, accept_terms, seats, onboarding_completed)
             values ('nulls@example.org', '\(passwordHash)', true, null, null, null, null);
        insert into users (email, hashed_password, is_active) values ('gone@example.org', '\(passwordHash)', false);
        insert into users (email, hashed_password, persona, seats, languages)
             values ('odd@example.org', '\(passwordHash)', 'receptionist', 5000, 'null');
        insert into vapi_credentials (user_id, vapi_api_key_encrypted, vapi_api_key_preview)
             values (1, '\(vapiToken)', '****z789');
        insert into twilio_credentials (user_id, account_sid, auth_token_encrypted, phone_number)
             values (1, 'AC00000000000000000000000000001234', '\(twilioToken)', '+14155550199');
        insert into user_onboarding (user_id, onboarding_vapi_skipped, onboarding_twilio_skipped)
             values (2, true, null);
        insert into campaigns (title, user_id) values ('launch', 1);
        """
    }
}
