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
        token.append(Self.dot)
        token += Base64URL.encodeASCII(claims.json)
        let code = keys[0].code(for: token)
        token.append(Self.dot)
        token += Base64URL.encodeASCII(code)
        return String(decoding: token, as: UTF8.self)
    }

    /// The claims of a token that is genuine and valid at `now`, in seconds since 1970.
    ///
    /// Whether its session is still live is not known here. No JSON is parsed before the signature is found genuine.
    public func verify(_ token: String, now: Int) throws(TokenError) -> AccessClaims {
        try verify(token.utf8.span, now: now)
    }

    /// The claims of a token given as ASCII codes; see `verify(_:now:)` for strings.
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
        var first: Int?
        var second: Int?
        for index in token.indices where token[index] == dot {
            if first == nil {
                first = index
            } else if second == nil {
                second = index
            } else {
                throw .invalid(.notThreeParts)
            }
        }
        guard let first, let second else { throw .invalid(.notThreeParts) }
        return (first, second)
    }
}
