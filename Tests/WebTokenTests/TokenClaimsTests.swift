import Secrets
import Testing
import WebToken

@Suite("Claims, all under a genuine signature")
struct TokenClaimsTests {
    private let forge: TokenForge
    private let now = TokenForge.now

    init() throws {
        forge = try TokenForge()
    }

    private func refusal(claims: String) -> TokenError? { forge.refusal(TokenForge.token(claims: claims)) }

    private func refusal(payload: String) -> TokenError? { forge.refusal(TokenForge.token(payload: payload)) }

    @Test("of another service that shares the secret are accepted: number or text, fractions, extras, no session")
    func foreignTokens() throws {
        let payloads = [
            #"{"sub":"42","exp":\#(now + 1)}"#, #"{"exp":\#(now + 1),"sub":42}"#,
            #"{"sub":"42","exp":\#(now + 1).75,"iat":\#(now).5,"nbf":\#(now)}"#, #"{"sub":"42","exp":1.800000001e9}"#,
            #"{"sub":"42","exp":\#(now + 1),"iss":"https://example.com","jti":"x","scope":["a"],"email":"a@b.c"}"#,
            #"{"sub":"42","exp":\#(now + 1),"iss":["a",{}],"type":"access"}"#,
        ]
        for payload in payloads {
            let claims = try forge.keys.verify(TokenForge.token(payload: payload), now: now)
            #expect(claims.subject == 42 && claims.session == nil && claims.expiresAt == now + 1, "\(payload)")
        }
    }

    @Test("exp must be a number between 1970 and 9999")
    func expiryForm() {
        for payload in [#"{"sub":"42"}"#, #"{"sub":"42","Exp":\#(now + 9)}"#] {
            #expect(refusal(payload: payload) == .invalid(.badTime))
        }
        for value in [
            #""\#(now + 9)""#, "null", "true", "[]", "{}", "-1", "-\(now)", "1e308", "-1e308", "9223372036854775807",
            "1e19",
            "253402300800", #""""#,
        ] {
            #expect(refusal(payload: #"{"sub":"42","exp":\#(value)}"#) == .invalid(.badTime), "\(value)")
        }
        for value in ["9223372036854775808", "1e999", "NaN", "Infinity"] {
            #expect(refusal(payload: #"{"sub":"42","exp":\#(value)}"#) == .invalid(.malformedClaims), "\(value)")
        }
    }

    @Test("exp is the first second in which the token is refused; there is no leeway")
    func expiry() {
        for value in ["0", "1", "\(now - 1)", "\(now)", "\(now).999", "1.8e9"] {
            #expect(refusal(payload: #"{"sub":"42","exp":\#(value)}"#) == .expired, "\(value)")
        }
        for value in ["\(now + 1)", "\(now + 1).0", "253402300799"] {
            #expect(refusal(payload: #"{"sub":"42","exp":\#(value)}"#) == nil, "\(value)")
        }
    }

    @Test("iat and nbf may lie a minute ahead, no more")
    func futureTimes() {
        for name in ["iat", "nbf"] {
            for value in ["0", "\(now)", "\(now + 60)", "\(now + 60).5", "1.8e9"] {
                #expect(refusal(claims: #""\#(name)":\#(value)"#) == nil, "\(name) \(value)")
            }
            for value in ["\(now + 61)", "\(now + 1_000_000)"] {
                #expect(refusal(claims: #""\#(name)":\#(value)"#) == .invalid(.notYetValid), "\(name) \(value)")
            }
            for value in [#""\#(now)""#, "null", "true", "[\(now)]", "-1", "1e308"] {
                #expect(refusal(claims: #""\#(name)":\#(value)"#) == .invalid(.badTime), "\(name) \(value)")
            }
        }
        #expect(refusal(claims: #""iat":\#(now + 600),"nbf":\#(now + 700)"#) == .invalid(.notYetValid))
    }

    @Test("sub must be a positive 32-bit user id in its one spelling")
    func subject() {
        for value in [
            #""0""#, #""-1""#, #""+1""#, #""01""#, #"" 1""#, #""1 ""#, #""1\n""#, #""""#, #""2147483648""#, #""1e1""#,
            #""0x1""#,
            #""1.0""#, #""１""#, #""99999999999999999999""#, #""0b6f6c1e-3d7a-4f0e-9c55-2f4b8f1e7a90""#, #""admin""#,
            "0", "-1",
            "2147483648", "1.0", "true", "null", "[1]", #"{"id":1}"#,
        ] {
            #expect(refusal(payload: #"{"sub":\#(value),"exp":\#(now + 9)}"#) == .invalid(.badSubject), "\(value)")
        }
        #expect(refusal(payload: #"{"exp":\#(now + 9)}"#) == .invalid(.badSubject))
        for value in [#""1""#, #""2147483647""#, "1", "2147483647"] {
            #expect(refusal(payload: #"{"sub":\#(value),"exp":\#(now + 9)}"#) == nil, "\(value)")
        }
    }

    @Test("sid must be a lower-case UUID")
    func session() {
        let session = TokenForge.session
        #expect(refusal(claims: #""sid":"\#(session)""#) == nil)
        for value in [
            #""\#(session.uppercased())""#, #""{\#(session)}""#, #""\#(session) ""#, #""\#(session)\n""#,
            #""\#(session.dropLast())""#, #""\#(session)0""#, #""\#(session.replacing("-", with: ""))""#, #""""#,
            "null", "1",
            #"["\#(session)"]"#, #""\#(session.replacing("0", with: "g"))""#,
            #""\#(session.replacing("-", with: "0"))""#,
        ] {
            #expect(refusal(claims: #""sid":\#(value)"#) == .invalid(.badSession), "\(value)")
        }
    }

    @Test("a refresh token or one for another audience is no access token")
    func purpose() {
        for value in [#""refresh""#, #""Access""#, #""""#, "null", "1", #"["access"]"#] {
            #expect(refusal(claims: #""type":\#(value)"#) == .invalid(.otherType), "\(value)")
        }
        for value in [#""ava""#, #"["ava","other"]"#, "[]", "null", #""""#] {
            #expect(refusal(claims: #""aud":\#(value)"#) == .invalid(.foreignAudience), "\(value)")
        }
    }

    @Test("that are no strict JSON object are refused")
    func malformed() {
        let good = #""sub":"42","exp":\#(now + 9)"#
        for payload in [
            "", "null", "[]", "42", #""42""#, "{\(good)", "{\(good),}", "{\(good)} x", "{\(good)}{\(good)}",
            "\u{FEFF}{\(good)}",
            "{\(good),\"sub\":\"1\"}", "{\(good),\"\\u0073ub\":\"1\"}", "{\(good),\"exp\":\(now + 99)}",
            "{\(good)}\u{0}",
            "{\(good),\"x\":\"\\u0000\"}", "{\(good),\"x\":\"\\ud800\"}",
            "{\(good),\"x\":\(String(repeating: "[", count: 1000))\(String(repeating: "]", count: 1000))}",
        ] {
            #expect(refusal(payload: payload) == .invalid(.malformedClaims), "\(payload)")
        }
    }

    @Test("in another spelling of base64 are refused, although signed")
    func encoding() {
        let payload = TokenForge.part(TokenForge.payload)
        for altered in [payload + "=", payload + "\n", " " + payload, payload + "A", ""] {
            let signed = TokenForge.part(TokenForge.header) + "." + altered
            let code = HMACSHA256(key: TokenForge.key).code(for: Array(signed.utf8))
            #expect(forge.refusal(signed + "." + Base64URL.encode(code)) == .invalid(.malformedClaims))
        }
    }

    @Test("an expired token is called expired only when its signature is genuine and the rest is right")
    func expiryIsNotDisclosed() {
        let payload = #"{"sub":"42","exp":\#(now - 1)}"#
        let forged = TokenForge.token(payload: payload, key: Array("somebody else's key, long enough".utf8))
        #expect(forge.refusal(forged) == .invalid(.wrongSignature))
        #expect(refusal(payload: #"{"sub":"0","exp":\#(now - 1)}"#) == .invalid(.badSubject))
    }
}
