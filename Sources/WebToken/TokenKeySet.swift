import JSON
import Secrets

/// Signs and verifies access tokens: JSON Web Tokens ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)) with the one
/// algorithm HS256.
///
/// The first key signs; every key verifies, so a key can be replaced without ending sessions. A value belongs to one
/// thread.
public struct TokenKeySet {
    /// The shortest key that is accepted, in bytes: a key as long as the code it makes.
    public static let minimumKeyBytes = 32
    /// The longest token that is looked at, in bytes.
    public static let maximumTokenBytes = 4096

    private let keys: [HMACSHA256]

    /// Takes keys of at least 32 bytes each.
    /// - Parameters:
    ///   - current: The key that signs.
    ///   - previous: Retired keys whose tokens are still honoured.
    public init(current: [UInt8], previous: [[UInt8]] = []) throws(TokenKeyError) {
        let all = [current] + previous
        guard all.allSatisfy({ $0.count >= Self.minimumKeyBytes }) else { throw .tooShort }
        keys = all.map { HMACSHA256(key: $0) }
    }

    /// The token that carries `claims`.
    public func sign(_ claims: AccessClaims) -> String {
        var token = TokenHeader.own
        token += [Self.dot] + Base64URL.encodeASCII(claims.json)
        token += [Self.dot] + Base64URL.encodeASCII(keys[0].code(for: token))
        return String(decoding: token, as: UTF8.self)
    }

    /// The claims of a token, given as ASCII codes, that is genuine and valid at `now`, in seconds since 1970.
    ///
    /// Whether its session is still live is not known here. No JSON is parsed before the signature is found genuine.
    public func verify(_ token: Span<UInt8>, now: Int) throws(TokenError) -> AccessClaims {
        guard token.count <= Self.maximumTokenBytes else { throw .invalid(.tooLong) }
        let (headerEnd, payloadEnd) = try Self.dots(in: token)
        guard let code = Base64URL.decode(token.extracting((payloadEnd + 1)...)), code.count == HMACSHA256.byteCount
        else { throw .invalid(.malformedSignature) }

        let signed = token.extracting(..<payloadEnd)
        guard isGenuine(code, for: signed) else { throw .invalid(.wrongSignature) }
        try TokenHeader.check(token.extracting(..<headerEnd))
        guard let payload = JSONValue.decodingPart(token.extracting((headerEnd + 1)..<payloadEnd)) else {
            throw .invalid(.malformedClaims)
        }
        return try AccessClaims(reading: payload, now: now)
    }

    private func isGenuine(_ code: [UInt8], for signed: Span<UInt8>) -> Bool {
        for key in keys where key.accepts(code, for: signed) { return true }
        return false
    }

    private static let dot = UInt8(ascii: ".")

    /// Where the two dots are.
    private static func dots(in token: Span<UInt8>) throws(TokenError) -> (Int, Int) {
        var dots: [Int] = []
        for index in token.indices where token[index] == dot { dots.append(index) }
        guard dots.count == 2 else { throw .invalid(.notThreeParts) }
        return (dots[0], dots[1])
    }
}

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
        return encoded.count == own.count && own.indices.allSatisfy { own[$0] == encoded[$0] }
    }
}

extension JSONValue {
    /// The JSON in one part of a token; nil when the encoding or the JSON is wrong.
    static func decodingPart(_ encoded: Span<UInt8>) -> JSONValue? {
        guard let bytes = Base64URL.decode(encoded) else { return nil }
        return try? JSONValue.parse(bytes, maximumDepth: 16)
    }
}
