import Secrets
import Testing

/// The ten cases that every implementation of the Fernet specification has to get right.
@Suite("Fernet cases of the specification")
struct FernetVectorTests {
    private static let key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
    /// 1985-10-26 01:20:00 at seven hours behind UTC.
    private static let made = 499_162_800

    private static let genuine =
        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="

    @Test("generate")
    func generate() throws {
        let ring = try KeyRing(parsing: Self.key)
        #expect(try ring.encrypt(Array("hello".utf8), now: Self.made, iv: Array(0...15)) == Self.genuine)
    }

    @Test("verify")
    func verify() throws {
        let ring = try KeyRing(parsing: Self.key)
        #expect(try ring.decrypt(Self.genuine, maximumAge: 60, now: Self.made + 1) == Array("hello".utf8))
    }

    @Test("invalid", arguments: InvalidToken.all)
    func invalid(_ vector: InvalidToken) throws {
        let ring = try KeyRing(parsing: Self.key)
        #expect(throws: vector.limited) {
            try ring.decrypt(vector.token, maximumAge: 60, now: Self.made + vector.after)
        }
        if let error = vector.unlimited {
            #expect(throws: error) { try ring.decrypt(vector.token) }
        } else {
            // Genuine but for their times, with nothing inside.
            #expect(try ring.decrypt(vector.token).isEmpty)
        }
    }
}

/// What the token is, how long after `made` it is read, and the error with and without an age limit.
struct InvalidToken: CustomTestStringConvertible {
    let testDescription: String
    let token: String
    var after = 1
    let limited: FernetError
    let unlimited: FernetError?

    private static let start = "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD"

    static let all = [
        InvalidToken(
            testDescription: "incorrect mac",
            token: start + "3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
            limited: .unknownKey,
            unlimited: .unknownKey
        ),
        InvalidToken(
            testDescription: "too short",
            token: start + "3HkMATM5lFqGaerZ-fWPA==",
            limited: .malformed,
            unlimited: .malformed
        ),
        InvalidToken(
            testDescription: "invalid base64",
            token: "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD"
                + "3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
            limited: .malformed,
            unlimited: .malformed
        ),
        InvalidToken(
            testDescription: "payload size not multiple of block size",
            token: start + "3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
            limited: .malformed,
            unlimited: .malformed
        ),
        InvalidToken(
            testDescription: "payload padding error",
            token: start + "z4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
            limited: .malformed,
            unlimited: .malformed
        ),
        InvalidToken(
            testDescription: "far-future TS (unacceptable clock skew)",
            token: "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD"
                + "3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==",
            limited: .fromTheFuture,
            unlimited: nil
        ),
        InvalidToken(
            testDescription: "expired TTL",
            token: start + "3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
            after: 91,
            limited: .expired,
            unlimited: nil
        ),
        InvalidToken(
            testDescription: "incorrect IV (causes padding error)",
            token: "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD"
                + "3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==",
            limited: .malformed,
            unlimited: .malformed
        ),
    ]
}
