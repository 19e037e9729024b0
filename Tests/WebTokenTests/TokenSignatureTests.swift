import Secrets
import Testing
import WebToken

@Suite("Signatures")
struct TokenSignatureTests {
    private let forge: TokenForge
    private let token = TokenForge.token()

    init() throws {
        forge = try TokenForge()
    }

    private var parts: [String] { token.split(separator: ".").map(String.init) }

    @Test("the token that the attacks below start from is accepted")
    func genuine() throws {
        #expect(try forge.keys.verify(token, now: TokenForge.now).subject == 42)
    }

    @Test("every single-bit flip is refused")
    func bitFlips() {
        let bytes = Array(token.utf8)
        for bit in 0..<bytes.count * 8 {
            var altered = bytes
            altered[bit / 8] ^= 1 << (bit % 8)
            var accepted = false
            if (try? forge.keys.verify(altered.span, now: TokenForge.now)) != nil { accepted = true }
            #expect(!accepted, "bit \(bit)")
        }
    }

    @Test("every flipped bit of the code itself is refused")
    func codeFlips() throws {
        let code = try #require(Base64URL.decode(parts[2]))
        for bit in 0..<code.count * 8 {
            var altered = code
            altered[bit / 8] ^= 1 << (bit % 8)
            let forged = "\(parts[0]).\(parts[1]).\(Base64URL.encode(altered))"
            #expect(forge.refusal(forged) == .invalid(.wrongSignature))
        }
    }

    @Test("a code that is empty, cut, lengthened or another spelling of the right one is refused")
    func spellings() throws {
        let signed = "\(parts[0]).\(parts[1])."
        let code = try #require(Base64URL.decode(parts[2]))
        let last = try #require(parts[2].last)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let place = try #require(letters.firstIndex(of: last))
        let unusedBitSet = "\(parts[2].dropLast())\(letters[letters.index(after: place)])"
        let texts: [String] = [
            "", Base64URL.encode(Array(code[..<16])), Base64URL.encode(Array(code[..<31])),
            Base64URL.encode(code + [0]), Base64URL.encode(code + code), Base64URL.encode([0] + code),
            parts[2] + "=", parts[2] + "==", unusedBitSet, parts[2] + " ", " " + parts[2], parts[2] + "\n",
            parts[2] + "?", parts[2] + "A", parts[2] + "\u{0}", String(parts[2].dropLast()),
            String(parts[2].dropFirst()),
            "+\(parts[2].dropFirst())", "/\(parts[2].dropFirst())", "é\(parts[2].dropFirst())",
            "\(parts[2].prefix(20))\n\(parts[2].suffix(22))",
        ]
        for text in texts {
            #expect(forge.refusal(signed + text) == .invalid(.malformedSignature), "\(text)")
        }
        for bytes in [[UInt8](repeating: 0, count: 32), [UInt8](repeating: 0xFF, count: 32), code.reversed()] {
            #expect(forge.refusal(signed + Base64URL.encode(bytes)) == .invalid(.wrongSignature))
        }
    }

    @Test("codes under other keys, also such that look like ours, are refused")
    func otherKeys() {
        let publicKey = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n"
        let others: [[UInt8]] = [
            [0], [UInt8](repeating: 0, count: 32), Array("secret".utf8), Array("your-256-bit-secret".utf8),
            Array("changeme".utf8), Array(publicKey.utf8), TokenForge.key + [1], Array(TokenForge.key.dropLast()),
            TokenForge.key + TokenForge.retiredKey, SHA256.hash(TokenForge.key), Array(hex(TokenForge.key).utf8),
            Base64URL.encodeASCII(TokenForge.key), TokenForge.key.reversed(),
        ]
        for key in others {
            #expect(forge.refusal(TokenForge.token(key: key)) == .invalid(.wrongSignature))
        }
    }

    @Test("a code over something else is refused: payload alone, without the dot, a bare hash, truncated halves")
    func otherMessages() {
        let hmac = HMACSHA256(key: TokenForge.key)
        let messages = [
            parts[1], parts[0], parts[0] + parts[1], "\(parts[1]).\(parts[0])", token, "\(parts[0]).\(parts[1]).", "",
        ]
        for message in messages {
            let forged = "\(parts[0]).\(parts[1]).\(Base64URL.encode(hmac.code(for: Array(message.utf8))))"
            #expect(forge.refusal(forged) == .invalid(.wrongSignature))
        }
        let hash = SHA256.hash(TokenForge.key + Array("\(parts[0]).\(parts[1])".utf8))
        #expect(forge.refusal("\(parts[0]).\(parts[1]).\(Base64URL.encode(hash))") == .invalid(.wrongSignature))
    }

    @Test("parts of two genuine tokens do not make a third")
    func mixedParts() {
        let other = TokenForge.token(payload: #"{"sub":"1","exp":\#(TokenForge.now + 890)}"#)
            .split(separator: ".").map(String.init)
        #expect(forge.refusal("\(parts[0]).\(other[1]).\(parts[2])") == .invalid(.wrongSignature))
        #expect(forge.refusal("\(parts[0]).\(parts[1]).\(other[2])") == .invalid(.wrongSignature))
    }

    @Test("anything but three parts is refused")
    func partCount() {
        let json =
            #"{"payload":"\#(parts[1])","protected":"\#(parts[0])","signature":"\#(parts[2])"}"#
        let texts = [
            "", ".", "\(parts[0]).\(parts[1])", "...", "....", "\(token).", ".\(token)", "\(token).x",
            "\(token).\(parts[1]).\(parts[2])", "\(parts[0])..\(parts[1]).\(parts[2])", parts[0], json, "Bearer",
        ]
        for text in texts { #expect(forge.refusal(text) == .invalid(.notThreeParts), "\(text)") }
        for text in [
            "..", "\(parts[0])..\(parts[2])", ".\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).", " \(token)",
        ] {
            #expect(forge.refusal(text) != nil)
        }
    }

    @Test("a token of more than 4096 bytes is not looked at, one of 4096 is")
    func size() {
        func token(padding: Int) -> String {
            TokenForge.token(claims: #""pad":"\#(String(repeating: "x", count: padding))""#)
        }
        var padding = 2900
        while token(padding: padding + 1).utf8.count <= 4096 { padding += 1 }
        #expect(token(padding: padding).utf8.count > 4090)
        #expect(forge.refusal(token(padding: padding)) == nil)
        #expect(forge.refusal(token(padding: padding + 3)) == .invalid(.tooLong))
        #expect(forge.refusal(String(repeating: "a.", count: 1 << 15)) == .invalid(.tooLong))
        #expect(forge.refusal(String(repeating: "A", count: 1 << 20)) == .invalid(.tooLong))
    }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
