import Foundation
import Support
import Testing

@testable import Secrets

@Suite("Encrypting with a ring of keys")
struct KeyRingTests {
    private let old = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private let new = "8PHy8_T19vf4-fr7_P3-_w8ODQwLCgkIBwYFBAMCAQA="

    @Test("plaintexts of every kind come back; the same one never gives the same token twice")
    func roundTrip() throws {
        let ring = try KeyRing(parsing: "\(new),\(old)")
        for plaintext in [[], [0], [0xFF, 0xFE, 0x00], Array("clé 🔑".utf8), [UInt8](repeating: 9, count: 1 << 20)] {
            let token = try ring.encrypt(plaintext)
            #expect(try ring.decrypt(token) == plaintext)
            #expect(try ring.encrypt(plaintext) != token)
        }
        for count in 0..<100 {
            let plaintext = [UInt8](repeating: 1, count: count)
            #expect(try ring.decrypt(ring.encrypt(plaintext)) == plaintext)
        }
    }

    @Test("the first key encrypts and every key decrypts")
    func rotation() throws {
        let before = try KeyRing(parsing: old)
        let after = try KeyRing(parsing: "\(new),\(old)")
        let token = try before.encrypt(Array("x".utf8))
        #expect(try after.decrypt(token) == Array("x".utf8))
        let fresh = try after.encrypt(Array("y".utf8))
        #expect(try KeyRing(parsing: new).decrypt(fresh) == Array("y".utf8))
        #expect(throws: FernetError.unknownKey) { try before.decrypt(fresh) }
    }

    @Test("a key with its halves swapped opens nothing")
    func swappedHalves() throws {
        let bytes = try #require(Base64URL.decode(old, padding: .required))
        let swapped = Base64URL.encode(Array(bytes[16...] + bytes[..<16]), padding: .required)
        let token = try KeyRing(parsing: old).encrypt([1, 2, 3])
        #expect(throws: FernetError.unknownKey) { try KeyRing(parsing: swapped).decrypt(token) }
    }

    @Test("no altered bit, other version, other length or other spelling of a token is accepted")
    func alterations() throws {
        let ring = try KeyRing(parsing: old)
        let token = try ring.encrypt(Array("vapi-key".utf8))
        let bytes = try #require(Base64URL.decode(token, padding: .required))
        for bit in 0..<bytes.count * 8 {
            var altered = bytes
            altered[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: FernetError.self) { try ring.decrypt(Base64URL.encode(altered, padding: .required)) }
        }
        for count in [0, 1, 25, 57, 72, bytes.count - 16, bytes.count - 1] {
            let cut = Base64URL.encode(Array(bytes[..<count]), padding: .required)
            #expect(throws: FernetError.malformed) { try ring.decrypt(cut) }
        }
        // 73 bytes with a genuine code, but without any ciphertext.
        let header = Array(bytes[..<25])
        let signature = HMACSHA256(key: Array(try #require(Base64URL.decode(old, padding: .required))[..<16]))
        let empty = Base64URL.encode(header + signature.code(for: header), padding: .required)
        #expect(throws: FernetError.malformed) { try ring.decrypt(empty) }

        let unpadded = token.replacing("=", with: "")
        for other in [
            unpadded, token + "=", token + "\n", " " + token, token + "A", token.replacing("A", with: "+"),
            "/" + token.dropFirst(), "?" + token.dropFirst(), token.dropLast(4) + "\n" + token.suffix(4), "é" + token,
        ] {
            #expect(throws: FernetError.malformed) { try ring.decrypt(other) }
        }
    }

    @Test("an age limit is kept to the second, with a minute of skew")
    func age() throws {
        let ring = try KeyRing(parsing: old)
        let token = try ring.encrypt([1], now: 1_000_000)
        #expect(try ring.decrypt(token, maximumAge: 60, now: 1_000_060) == [1])
        #expect(throws: FernetError.expired) { try ring.decrypt(token, maximumAge: 60, now: 1_000_061) }
        #expect(try ring.decrypt(token, maximumAge: 60, now: 999_940) == [1])
        #expect(throws: FernetError.fromTheFuture) { try ring.decrypt(token, maximumAge: 60, now: 999_939) }
        let present = try ring.encrypt([1])
        #expect(try ring.decrypt(present, maximumAge: 60) == [1])
        #expect(throws: FernetError.expired) { try ring.decrypt(token, maximumAge: 60) }
    }

    @Test("unusable lists of keys are refused with the position and the reason, never with the key")
    func refusedKeys() {
        let short = Base64URL.encode([UInt8](repeating: 0xFB, count: 31), padding: .required)
        let long = Base64URL.encode([UInt8](repeating: 0xFB, count: 33), padding: .required)
        let standard = new.replacing("_", with: "/").replacing("-", with: "+")
        let cases: [(String, KeyRingError)] = [
            ("", .invalidKey(position: 1, .empty)),
            ("\(old),", .invalidKey(position: 2, .empty)),
            ("\(old),,\(new)", .invalidKey(position: 2, .empty)),
            (short, .invalidKey(position: 1, .wrongSize(31))),
            ("\(old),\(long)", .invalidKey(position: 2, .wrongSize(33))),
            (standard, .invalidKey(position: 1, .notBase64URL)),
            (old.replacing("=", with: ""), .invalidKey(position: 1, .notBase64URL)),
            (old + "\n", .invalidKey(position: 1, .notBase64URL)),
            ("\(old), \(new)", .invalidKey(position: 2, .notBase64URL)),
            (String(old.dropLast(2) + "9="), .invalidKey(position: 1, .notBase64URL)),
            ("\(old),\(new),\(old)", .repeatedKey(position: 3, first: 1)),
        ]
        for (text, expected) in cases {
            let error = #expect(throws: KeyRingError.self) { try KeyRing(parsing: text) }
            #expect(error == expected)
            for key in text.split(separator: ",") where key.count > 4 {
                #expect(error.map { !"\($0)".contains(key) } == true)
            }
        }
        #expect("\(KeyRingError.repeatedKey(position: 3, first: 1))" == "key 3 repeats key 1")
        #expect(
            "\(KeyRingError.invalidKey(position: 2, .wrongSize(33)))" == "key 2 has 33 bytes after decoding, not 32"
        )
    }

    @Test("a ring and a key show themselves in no description, and a new key reads back")
    func descriptions() throws {
        let text = Base64URL.encode(try SecureRandom.bytes(32), padding: .required)
        let key = try FernetKey(parsing: text)
        let ring = try KeyRing(parsing: text)
        var dumped = ""
        dump(ring, to: &dumped)
        dump(key, to: &dumped)
        #expect("\(ring) \(key)" == "********** **********")
        #expect(!dumped.contains("signingKey"))
        #expect(try ring.decrypt(ring.encrypt([5])) == [5])
    }

    @Test("Python's MultiFernet reads our tokens and we read its")
    func python() throws {
        let ring = try KeyRing(parsing: "\(new),\(old)")
        let plaintexts = [0, 1, 15, 16, 17, 255, 4096].map { [UInt8](repeating: UInt8($0 & 0xFF), count: $0) }
        let script = """
            import base64, sys
            from cryptography.fernet import Fernet, MultiFernet
            new, old = Fernet("\(new)"), Fernet("\(old)")
            ring = MultiFernet([new, old])
            for line in sys.stdin:
                plaintext = ring.decrypt(line.strip().encode(), ttl=600)
                print(old.encrypt(plaintext).decode())
            """
        let answers = try Python.lines(script, plaintexts.map { try ring.encrypt($0) })
        for (plaintext, answer) in zip(plaintexts, answers) {
            #expect(try ring.decrypt(answer, maximumAge: 600) == plaintext)
        }
    }
}
