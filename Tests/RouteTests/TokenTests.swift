import Foundation
import JSON
import Support
import Testing

extension Routes {
    /// Access tokens that Python's libraries have signed, or mangled.
    @Suite struct TokenTests {
        /// What Python makes of the stack's secret for a user and a session: names of tokens and the tokens.
        private static func tokens(_ visitor: Visitor) throws -> [(name: String, token: String)] {
            let secret = try Service.jwtSecret
            let query = "select id::text from sessions where user_id = \(visitor.id)"
            let session = try #require(try Service.database.text(query))
            let output = try Python.run(script, input: Data("\(secret)\n\(visitor.id)\n\(session)\n".utf8))
            return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
                let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), String(parts[1]))
            }
        }

        private static let script = #"""
            import base64, hashlib, hmac, json, sys, time
            import jwt
            from jose import jwt as jose
            secret, user, session = sys.stdin.read().split("\n")[:3]
            now = int(time.time())
            good = {"sub": user, "sid": session, "type": "access", "iat": now, "exp": now + 300}
            b64 = lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode()
            def raw(header, claims, key=secret.encode(), digest=hashlib.sha256):
                header = header if isinstance(header, bytes) else json.dumps(header).encode()
                claims = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
                text = b64(header) + "." + b64(claims)
                return text + "." + b64(hmac.new(key, text.encode(), digest).digest())
            def changed(**new):
                claims = {**good, **new}
                return {name: value for name, value in claims.items() if value is not None}
            hs = {"alg": "HS256", "typ": "JWT"}
            token = raw(hs, good)
            head, body, signature = token.split(".")
            flipped = base64.urlsafe_b64decode(signature + "=")
            out = {
                "good pyjwt": jwt.encode(good, secret, algorithm="HS256"),
                "good jose": jose.encode(changed(sid=None), secret, algorithm="HS256"),
                "good without session": jwt.encode(changed(sid=None), secret, algorithm="HS256"),
                "expired": raw(hs, changed(exp=now - 1)),
                "HS384": jwt.encode(good, secret, algorithm="HS384"),
                "HS512 digest": raw({"alg": "HS512"}, good, digest=hashlib.sha512),
                "empty key": raw(hs, good, key=b""),
                "known default": raw(hs, good, key=b"secret"),
                "no exp": raw(hs, changed(exp=None)), "string exp": raw(hs, changed(exp=str(now + 300))),
                "negative exp": raw(hs, changed(exp=-1)), "exp 1e308": raw(hs, json.dumps(good).replace(str(now + 300), "1e308").encode()),
                "exp 2^63": raw(hs, changed(exp=2**63)), "nbf future": raw(hs, changed(nbf=now + 3600)),
                "iat future": raw(hs, changed(iat=now + 3600)), "type refresh": raw(hs, changed(type="refresh")),
                "sub missing": raw(hs, changed(sub=None)), "good with a number": raw(hs, changed(sub=int(user))),
                "sub text": raw(hs, changed(sub="admin")), "sub spaced": raw(hs, changed(sub=" " + user)),
                "sub unknown": raw(hs, changed(sub="2147483647", sid=None)), "sub sql": raw(hs, changed(sub="1 or 1=1")),
                "sub huge": raw(hs, changed(sub="99999999999999999999")), "sub beyond int4": raw(hs, changed(sub="9007199254740993")),
                "sid other": raw(hs, changed(sid="00000000-0000-4000-8000-000000000000")),
                "sid text": raw(hs, changed(sid="x' or '1'='1")), "sid integer": raw(hs, changed(sid=7)),
                "sid braces": raw(hs, changed(sid="{" + session + "}")), "sid no dashes": raw(hs, changed(sid=session.replace("-", ""))),
                "sid newline": raw(hs, changed(sid=session + "\n")), "sid empty": raw(hs, changed(sid="")),
                "sid null": raw(hs, json.dumps({**good, "sid": None}).encode()),
                "crit": raw({**hs, "crit": ["x"]}, good), "alg array": raw({"alg": ["HS256"]}, good),
                "alg missing": raw({"typ": "JWT"}, good), "claims array": raw(hs, [1]), "claims deep": raw(hs, ("[" * 1000 + "]" * 1000).encode()),
                "duplicate claim": raw(hs, json.dumps(good).replace("{", '{"sub": "1", ', 1).encode()),
                "header with BOM": raw(b"\xef\xbb\xbf" + json.dumps(hs).encode(), good),
                "two parts": head + "." + body, "four parts": token + ".x", "leading dot": "." + token, "trailing dot": token + ".",
                "no signature": head + "." + body + ".", "short signature": head + "." + body + "." + b64(flipped[:16]),
                "long signature": token + "AAAA", "padded": token + "=", "question mark": token + "?",
                "flipped bit": head + "." + body + "." + b64(bytes([flipped[0] ^ 1]) + flipped[1:]),
                "unused bits": token[:-1] + chr(ord(token[-1]) + 1),
                "64 KiB": "A" * 6000, "JWE": token + ".a.b", "word": "null",
            }
            for name in ("none", "None", "nOnE", ""):
                out["alg " + name] = raw({"alg": name}, good).rsplit(".", 1)[0] + "."
            for name, value in {"kid": "../../dev/null", "jku": "http://127.0.0.1/", "jwk": {"k": ""}, "x5u": "x"}.items():
                out["ignored header " + name] = raw({**hs, name: value}, good)
            for name, token in out.items():
                print(name + "\t" + token)
            """#

        @Test func onlyAGoodTokenOfALiveSessionLetsIn() throws {
            let visitor = try Visitor()
            let database = try Service.database
            let before = try database.snapshot()
            for (name, token) in try Self.tokens(visitor) {
                let answer = try visitor.client.with(token: token).send("GET", "/api/v1/auth/me")
                if name.hasPrefix("good") {
                    #expect(answer.status == 200, "\(name): \(answer.text)")
                    #expect(answer["id"]?.integer == visitor.id, "\(name)")
                } else if name.hasPrefix("ignored") {
                    #expect([200, 401].contains(answer.status), "\(name): \(answer.text)")
                } else {
                    expectProblem(answer, 401, note: name)
                    let detail: JSONValue = name == "expired" ? "Token has expired" : "Invalid token"
                    #expect(answer["detail"] == detail, "\(name)")
                    #expect(answer.header("WWW-Authenticate") == "Bearer", "\(name)")
                }
            }
            #expect(try database.snapshot() == before)
        }

        @Test(arguments: [
            "", "Bearer", "Bearer ", "Basic YTpi", "bearerx y", "Token x", "Bearer\tx", "Bearer é", "a, b",
        ])
        func anAuthorizationThatIsNoBearerTokenLetsNobodyIn(header: String) throws {
            let client = try Service.client
            expectProblem(try client.send("GET", "/api/v1/auth/me", headers: ["Authorization": header]), 401)
        }

        @Test func theSchemeIsMatchedInAnyCaseAndATokenInTheQueryIsNotLookedAt() throws {
            let visitor = try Visitor()
            let token = try #require(visitor.client.token)
            let client = visitor.client.with(token: nil)
            let me = "/api/v1/auth/me"
            #expect(try client.send("GET", me, headers: ["Authorization": "bEaReR \(token)"]).status == 200)
            expectProblem(try client.send("GET", "\(me)?access_token=\(token)&token=\(token)"), 401)
        }

        @Test func aBadTokenIsRefusedBeforeTheBodyIsLookedAt() throws {
            let client = try Service.client.with(token: "nonsense")
            expectProblem(try client.send("PATCH", "/api/v1/user/profile", "{"), 401)
            expectProblem(
                try client.send("PATCH", "/api/v1/user/profile", "x", headers: ["Content-Type": "text/x"]),
                401
            )
        }
    }
}
