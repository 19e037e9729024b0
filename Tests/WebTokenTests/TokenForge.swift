import Secrets
import WebToken

/// A key set and the means to make tokens that the library itself would never make.
struct TokenForge {
    static let key = Array("a key of the right length, used in tests only".utf8)
    static let retiredKey = Array("the key before it, retired but still honoured".utf8)
    static let now = 1_800_000_000
    static let session = "0b6f6c1e-3d7a-4f0e-9c55-2f4b8f1e7a90"

    let keys: TokenKeySet

    init() throws {
        keys = try TokenKeySet(current: Self.key, previous: [Self.retiredKey])
    }

    static let header = #"{"alg":"HS256","typ":"JWT"}"#
    static let payload =
        #"{"sub":"42","sid":"\#(session)","type":"access","iat":\#(now - 10),"exp":\#(now + 890)}"#

    static func part(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

    /// A token with a genuine signature over whatever it says.
    static func token(header: String = header, payload: String = payload, key: [UInt8] = key) -> String {
        let signed = part(header) + "." + part(payload)
        return signed + "." + Base64URL.encode(HMACSHA256(key: key).code(for: Array(signed.utf8)))
    }

    /// A genuine token whose payload has these members in place of or after the usual ones.
    static func token(claims: String) -> String {
        token(payload: #"{"sub":"42","exp":\#(now + 890),\#(claims)}"#)
    }

    /// Why the token is refused; nil when it is not.
    func refusal(_ token: String) -> TokenError? {
        do throws(TokenError) {
            _ = try keys.verify(token, now: Self.now)
            return nil
        } catch {
            return error
        }
    }
}

extension TokenKeySet {
    /// As for ASCII codes.
    func verify(_ token: String, now: Int) throws(TokenError) -> AccessClaims { try verify(token.utf8.span, now: now) }
}
