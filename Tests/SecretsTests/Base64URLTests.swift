import Foundation
import Secrets
import Testing

@Suite("URL-safe base64")
struct Base64URLTests {
    @Test("texts of the RFC, with and without padding")
    func knownTexts() {
        let known = [
            "": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy",
        ]
        for (plain, text) in known {
            let padded = text.padding(toLength: (text.count + 3) / 4 * 4, withPad: "=", startingAt: 0)
            #expect(Base64URL.encode(Array(plain.utf8)) == text)
            #expect(Base64URL.encode(Array(plain.utf8), padding: .required) == padded)
            #expect(Base64URL.decode(text) == Array(plain.utf8))
            #expect(Base64URL.decode(padded, padding: .required) == Array(plain.utf8))
        }
        #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
    }

    @Test("every length up to 200 gives what Foundation gives and reads back")
    func roundTrip() {
        for count in 0...200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ count) }
            let expected = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            #expect(Base64URL.encode(bytes, padding: .required) == expected)
            #expect(Base64URL.decode(expected, padding: .required) == bytes)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test("no two texts of up to four characters stand for the same bytes")
    func everyTextIsCanonical() {
        let characters = Array("AQgwz09-_=+/ \n".utf8) + [0x00, 0x80, 0xFF]
        var texts: [[UInt8]] = [[]]
        for _ in 0..<4 {
            texts += texts.flatMap { text in characters.map { text + [$0] } }
        }
        for text in Set(texts) {
            for padding in [Base64URL.Padding.omitted, .required] {
                if let bytes = Base64URL.decode(text.span, padding: padding) {
                    #expect(Base64URL.encodeASCII(bytes, padding: padding) == text)
                }
            }
        }
    }

    @Test("wrong padding, foreign characters and left-over bits are refused")
    func refusals() {
        for text in ["Z", "Zg=", "Zg==", "Zh", "Zm9", "Zm9vY", "Zm+v", "Zm/v", " Zg", "Zg\n", "Zm 9v", "Zé"] {
            #expect(Base64URL.decode(text) == nil, "\(text)")
        }
        for text in [
            "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "==", "===", "====", "Z===", "Zm9v====", "Zg==Zg==", "Zg==\n",
        ] {
            #expect(Base64URL.decode(text, padding: .required) == nil, "\(text)")
        }
    }
}
