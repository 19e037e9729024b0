import Secrets
import Testing
import WebToken

@Suite("Tokens we make")
struct TokenRoundTripTests {
    private let forge: TokenForge
    private let claims = AccessClaims(
        subject: 42,
        session: TokenForge.session,
        issuedAt: TokenForge.now,
        expiresAt: TokenForge.now + 900
    )

    init() throws {
        forge = try TokenForge()
    }

    @Test("carry exactly the agreed header and claims")
    func content() throws {
        let parts = forge.keys.sign(claims).split(separator: ".").map(String.init)
        let texts = try parts.prefix(2).map { String(decoding: try #require(Base64URL.decode($0)), as: UTF8.self) }
        #expect(texts[0] == #"{"alg":"HS256","typ":"JWT"}"#)
        #expect(
            texts[1]
                == #"{"sub":"42","sid":"\#(TokenForge.session)","type":"access","iat":1800000000,"exp":1800000900}"#
        )
        #expect(parts.count == 3)
    }

    @Test("verify until the second they expire at")
    func lifetime() throws {
        let token = forge.keys.sign(claims)
        #expect(try forge.keys.verify(token, now: TokenForge.now) == claims)
        #expect(try forge.keys.verify(Array(token.utf8).span, now: TokenForge.now + 899) == claims)
        #expect(throws: TokenError.expired) { try forge.keys.verify(token, now: TokenForge.now + 900) }
        #expect(throws: TokenError.expired) { try forge.keys.verify(token, now: TokenForge.now + 1_000_000) }
    }

    @Test("leave out what is not known")
    func optionalClaims() throws {
        let bare = AccessClaims(subject: 2_147_483_647, session: nil, issuedAt: nil, expiresAt: TokenForge.now + 1)
        #expect(try forge.keys.verify(forge.keys.sign(bare), now: TokenForge.now) == bare)
    }

    @Test("signed with a retired key verify while it is listed, and no longer")
    func retiredKeys() throws {
        let before = try TokenKeySet(current: TokenForge.retiredKey)
        let token = before.sign(claims)
        #expect(try forge.keys.verify(token, now: TokenForge.now) == claims)
        let after = try TokenKeySet(current: TokenForge.key)
        #expect(throws: TokenError.invalid(.wrongSignature)) { try after.verify(token, now: TokenForge.now) }
        #expect(throws: TokenError.invalid(.wrongSignature)) {
            try before.verify(forge.keys.sign(claims), now: TokenForge.now)
        }
    }

    @Test("need keys of 32 bytes, the retired ones too")
    func keyLength() throws {
        let long = [UInt8](repeating: 1, count: 32)
        let short = [UInt8](repeating: 1, count: 31)
        #expect(throws: TokenKeyError.tooShort) { try TokenKeySet(current: short) }
        #expect(throws: TokenKeyError.tooShort) { try TokenKeySet(current: []) }
        #expect(throws: TokenKeyError.tooShort) { try TokenKeySet(current: long, previous: [long, short]) }
        _ = try TokenKeySet(current: long, previous: [long + long])
    }
}
