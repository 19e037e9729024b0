import Secrets
import Testing
import WebToken

@Suite("Headers, all under a genuine signature")
struct TokenHeaderTests {
    private let forge: TokenForge

    init() throws {
        forge = try TokenForge()
    }

    @Test(
        "that say HS256 are accepted in any order and with harmless extras",
        arguments: [
            #"{"typ":"JWT","alg":"HS256"}"#, #"{"alg":"HS256"}"#, #"{ "alg" : "HS256" , "typ" : "jwt" }"#,
            #"{"alg":"HS256","typ":"Jwt","kid":"2026-01"}"#, #"{"\u0061lg":"HS256"}"#,
            #"{"alg":"HS256","kid":"../../../../dev/null"}"#, #"{"alg":"HS256","kid":"' or 1=1 --"}"#,
            #"{"alg":"HS256","kid":7}"#, #"{"alg":"HS256","kid":"https://example.com/key"}"#,
            #"{"alg":"HS256","jku":"http://169.254.169.254/","x5u":"file:///etc/passwd","x5c":["MII"]}"#,
            #"{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#,
        ]
    )
    func accepted(_ header: String) {
        #expect(forge.refusal(TokenForge.token(header: header)) == nil)
    }

    @Test(
        "that name another algorithm, or none, are refused",
        arguments: [
            #""none""#, #""None""#, #""NONE""#, #""nOnE""#, #""""#, "null", "true", "256", #"["HS256"]"#,
            #"{"HS256":1}"#,
            #""HS384""#, #""HS512""#, #""RS256""#, #""ES256""#, #""PS256""#, #""EdDSA""#, #""dir""#, #""hs256""#,
            #""HS256 ""#, #"" HS256""#, #""HS2560""#, #""HS25６""#,
        ]
    )
    func otherAlgorithms(_ algorithm: String) {
        let token = TokenForge.token(header: #"{"alg":\#(algorithm),"typ":"JWT"}"#)
        #expect(forge.refusal(token) == .invalid(.wrongAlgorithm))
    }

    @Test("without an algorithm are refused")
    func missingAlgorithm() {
        for header in ["{}", #"{"typ":"JWT"}"#, #"{"Alg":"HS256"}"#, #"{"ALG":"HS256"}"#] {
            #expect(forge.refusal(TokenForge.token(header: header)) == .invalid(.wrongAlgorithm))
        }
    }

    @Test("that ask for an extension are refused")
    func extensions() {
        for member in [
            #""crit":["exp"]"#, #""crit":[]"#, #""crit":null"#, #""b64":false"#, #""b64":true"#,
            #""crit":["b64"],"b64":false"#,
            #""zip":"DEF""#, #""zip":null"#,
        ] {
            let token = TokenForge.token(header: #"{"alg":"HS256",\#(member)}"#)
            #expect(forge.refusal(token) == .invalid(.unsupportedHeader), "\(member)")
        }
    }

    @Test("of another type of token are refused")
    func types() {
        for type in [
            #""at+jwt""#, #""JWE""#, #""JOSE""#, #""dpop+jwt""#, #""refresh""#, #""""#, "null", "1", #"["JWT"]"#,
        ] {
            let token = TokenForge.token(header: #"{"alg":"HS256","typ":\#(type)}"#)
            #expect(forge.refusal(token) == .invalid(.otherType), "\(type)")
        }
    }

    @Test("that are no strict JSON object are refused")
    func malformed() {
        for header in [
            "", "null", "[]", #""HS256""#, #"["alg","HS256"]"#, #"{"alg":"HS256""#, #"{"alg":"HS256"}x"#,
            #"{"alg":"HS256",}"#,
            #"{"alg":"HS256","alg":"HS256"}"#, #"{"alg":"none","alg":"HS256"}"#, #"{"alg":"HS256","\u0061lg":"none"}"#,
            #"{"alg":"HS256","kid":"a","kid":"b"}"#, #"{"alg":"HS256","kid":"\u0000"}"#,
            #"{"alg":"HS256","kid":"\ud800"}"#,
            "\u{FEFF}{\"alg\":\"HS256\"}", "{'alg':'HS256'}", "{\"alg\":\"HS256\"}\u{0}",
            #"{"alg":"HS256","x":"# + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}",
        ] {
            #expect(forge.refusal(TokenForge.token(header: header)) == .invalid(.malformedHeader), "\(header)")
        }
    }

    @Test("in another spelling of base64 are refused, although signed")
    func encoding() {
        let payload = TokenForge.part(TokenForge.payload)
        for header in [
            TokenForge.part(TokenForge.header) + "=", TokenForge.part(#"{"alg":"HS256"}"#) + "=",
            " " + TokenForge.part(TokenForge.header), TokenForge.part(TokenForge.header) + "\n", TokenForge.header, "",
        ] where !header.contains(".") {
            let signed = header + "." + payload
            let code = HMACSHA256(key: TokenForge.key).code(for: Array(signed.utf8))
            #expect(forge.refusal(signed + "." + Base64URL.encode(code)) == .invalid(.malformedHeader))
        }
    }

    @Test("of none cannot come without a signature either")
    func unsigned() {
        for algorithm in ["none", "None", "nOnE", "HS256"] {
            let signed = TokenForge.part(#"{"alg":"\#(algorithm)"}"#) + "." + TokenForge.part(TokenForge.payload)
            #expect(forge.refusal(signed + ".") == .invalid(.malformedSignature))
            #expect(forge.refusal(signed) == .invalid(.notThreeParts))
        }
    }
}
