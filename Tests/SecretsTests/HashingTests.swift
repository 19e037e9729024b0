import Secrets
import Testing

@Suite("Hashes, codes and random numbers")
struct HashingTests {
    @Test("SHA-256 of the examples in FIPS 180")
    func sha256() {
        #expect(
            hex(SHA256.hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(
            hex(SHA256.hash(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            hex(SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test("HMAC-SHA-256 of the examples in RFC 4231")
    func hmac() {
        let examples: [(key: [UInt8], message: [UInt8], code: String)] = [
            (
                [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
        for example in examples {
            let hmac = HMACSHA256(key: example.key)
            for _ in 0..<3 { #expect(hex(hmac.code(for: example.message)) == example.code) }
            let code = hmac.code(for: example.message)
            for (candidate, isRight) in [(code, true), ([], false), (Array(code.dropLast()), false)] {
                let isAccepted = hmac.accepts(candidate, for: example.message.span)
                #expect(isAccepted == isRight)
            }
        }
    }

    @Test("a code of one message does not depend on the messages before it")
    func codesAreIndependent() {
        let key = Array("an instance is used for many messages".utf8)
        let instance = HMACSHA256(key: key)
        for count in [0, 1, 63, 64, 65, 1000, 3] {
            let message = [UInt8](repeating: 7, count: count)
            #expect(instance.code(for: message) == HMACSHA256(key: key).code(for: message))
        }
    }

    @Test("comparison in constant time is comparison")
    func constantTime() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2, 3], [0, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
        #expect(!constantTimeEqual([], [0]))
    }

    @Test("random bytes come in the number asked for and do not repeat")
    func randomBytes() throws {
        #expect(try SecureRandom.bytes(0).isEmpty)
        #expect(Set(try (0..<100).map { _ in try SecureRandom.bytes(32) }).count == 100)
        #expect(throws: SecureRandom.Unavailable.self) { try SecureRandom.bytes(-1) }
    }

    @Test("a UUID is of version 4 and in lower case")
    func uuid() throws {
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        for _ in 0..<200 { #expect(try SecureRandom.uuid().wholeMatch(of: form) != nil) }
    }

    @Test("a secret shows itself in no description")
    func secret() {
        struct Holder { let token = Secret("hunter2") }
        let holder = Holder()
        var dumped = ""
        dump(holder, to: &dumped)
        for text in ["\(holder.token)", String(reflecting: holder.token), "\(holder)", dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(holder.token)" == "**********")
        #expect(holder.token.revealed == "hunter2")
    }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
