import Testing

@testable import Accounts

/// Refresh tokens and what follows from them.
@Suite struct RefreshTokenTests {
    @Test func `a token is read back as it was given out, and only in that spelling`() throws {
        let token = try RefreshToken()
        #expect(token.text.utf8.count == 43)
        #expect(RefreshToken(token.text)?.hash == token.hash)
        for other in [token.text + "=", String(token.text.dropLast()), " " + token.text, token.text + "\n", ""] {
            #expect(RefreshToken(other) == nil)
        }
    }

    @Test func `the same seed gives the same successor, another seed another one`() throws {
        let token = try RefreshToken()
        let seed = [UInt8](repeating: 7, count: 32)
        #expect(token.successor(seed: seed).text == token.successor(seed: seed).text)
        #expect(token.successor(seed: seed).text != token.successor(seed: [UInt8](repeating: 8, count: 32)).text)
        #expect(token.successor(seed: seed).text != token.text)
    }
}
