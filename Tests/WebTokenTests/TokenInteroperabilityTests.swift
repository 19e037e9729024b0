import Support
import Testing
import WebToken

@Suite("Tokens exchanged with PyJWT and python-jose")
struct TokenInteroperabilityTests {
    private let forge: TokenForge
    private let setUp = """
        import base64, json, sys
        import jwt
        from jose import jwt as jose
        key = "\(String(decoding: TokenForge.key, as: UTF8.self))"
        now = \(TokenForge.now)

        """

    init() throws {
        forge = try TokenForge()
    }

    @Test("both read ours, with the same claims")
    func oursElsewhere() throws {
        let claims = AccessClaims(
            subject: 42,
            session: TokenForge.session,
            issuedAt: 1_700_000_000,
            expiresAt: 4_000_000_000
        )
        let script =
            setUp + """
                for line in sys.stdin:
                    token = line.strip()
                    one = jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp", "iat", "sub"]})
                    two = jose.decode(token, key, algorithms=["HS256"])
                    assert one == two
                    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
                    print(one["sub"], one["sid"], one["type"], one["iat"], one["exp"])
                """
        let lines = try Python.lines(script, [forge.keys.sign(claims)])
        #expect(lines == ["42 \(TokenForge.session) access 1700000000 4000000000"])
    }

    @Test("we read theirs, however they write times, headers and extras")
    func theirsHere() throws {
        let script =
            setUp + """
                payloads = [
                    {"sub": "42", "exp": now + 60},
                    {"exp": now + 60.5, "iat": now - 0.25, "nbf": now, "sub": "42", "scope": ["a", {"b": None}]},
                    {"sub": "42", "exp": now + 60, "iss": "other", "jti": "é", "type": "access"},
                    {"sub": "42", "exp": float(now + 60), "iat": now},
                ]
                for payload in payloads:
                    print(jwt.encode(payload, key, algorithm="HS256"))
                    print(jwt.encode(payload, key, algorithm="HS256", headers={"kid": "main"}))
                    print(jwt.encode(payload, key, algorithm="HS256", headers={"typ": None}))
                    print(jwt.encode(payload, key, algorithm="HS256", headers={"typ": "jwt"}, sort_headers=True))
                    print(jose.encode(payload, key, algorithm="HS256"))
                    print(jose.encode(payload, key, algorithm="HS256", headers={"kid": "main"}))
                """
        let tokens = try outputLines(script)
        #expect(tokens.count == 24)
        for token in tokens {
            let claims = try forge.keys.verify(token, now: TokenForge.now)
            #expect(claims.subject == 42 && claims.session == nil && claims.expiresAt == TokenForge.now + 60)
        }
    }

    @Test("theirs in another algorithm are refused, also with our key")
    func otherAlgorithms() throws {
        let script =
            setUp + """
                from cryptography.hazmat.primitives import serialization
                from cryptography.hazmat.primitives.asymmetric import ec, rsa
                payload = {"sub": "42", "exp": now + 60}
                key = key * 2
                print(jwt.encode(payload, None, algorithm="none"))
                for algorithm in ["HS384", "HS512"]:
                    print(jwt.encode(payload, key[:len(key) // 2].ljust(64, "x"), algorithm=algorithm))
                    print(jose.encode(payload, key[:len(key) // 2], algorithm=algorithm))
                print(jwt.encode(payload, ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"))
                print(jwt.encode(payload, rsa.generate_private_key(65537, 2048), algorithm="RS256"))
                """
        let tokens = try outputLines(script)
        #expect(tokens.count == 7)
        for token in tokens {
            let refusal = forge.refusal(token)
            #expect(refusal == .invalid(.malformedSignature) || refusal == .invalid(.wrongSignature))
        }
    }

    private func outputLines(_ script: String) throws -> [String] {
        String(decoding: try Python.run(script), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
