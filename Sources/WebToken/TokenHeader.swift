import JSON
import Secrets

/// The first part of a token ([RFC 7515, section 4](https://www.rfc-editor.org/rfc/rfc7515#section-4)).
enum TokenHeader {
    /// The header of our tokens, encoded. PyJWT and python-jose write the same.
    static let own = Base64URL.encodeASCII(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))

    /// Judges an encoded header that is signed by one of our keys.
    ///
    /// Nothing in it chooses a key or an algorithm; it must only agree with what was done already. Members that name
    /// or bring a key (`kid`, `jku`, `jwk`, `x5u`, `x5c`) are ignored.
    static func check(_ encoded: Span<UInt8>) throws(TokenError) {
        if isOwn(encoded) { return }
        guard let header = JSONValue.decodingPart(encoded), case .object = header else {
            throw .invalid(.malformedHeader)
        }
        guard header["alg"] == .string("HS256") else { throw .invalid(.wrongAlgorithm) }
        for name in ["crit", "b64", "zip"] where header[name] != nil { throw .invalid(.unsupportedHeader) }
        if let type = header["typ"] {
            guard case .string(let name) = type, name.lowercased().utf8.elementsEqual("jwt".utf8) else {
                throw .invalid(.otherType)
            }
        }
    }

    private static func isOwn(_ encoded: Span<UInt8>) -> Bool {
        let own = own
        guard encoded.count == own.count else { return false }
        for index in own.indices where own[index] != encoded[index] { return false }
        return true
    }
}

extension JSONValue {
    /// The JSON in one part of a token; nil when the encoding or the JSON is wrong.
    static func decodingPart(_ encoded: Span<UInt8>) -> JSONValue? {
        guard let bytes = Base64URL.decode(encoded) else { return nil }
        return try? JSONValue.parse(bytes, maximumDepth: 16)
    }
}
