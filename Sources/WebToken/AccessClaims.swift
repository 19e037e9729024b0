import JSON
import Platform

/// What an access token says about its bearer.
public struct AccessClaims: Sendable, Equatable {
    /// `sub`: the user's id, 1 to 2147483647.
    public let subject: Int
    /// `sid`: the session as a lower-case UUID. Nil in a token of another service that shares the secret.
    public let session: String?
    /// `iat`: when the token was made, in seconds since 1970. Nil in a token of another service that does not say.
    public let issuedAt: Int?
    /// `exp`: from when on the token is refused, in seconds since 1970.
    public let expiresAt: Int

    /// Claims to be signed.
    public init(subject: Int, session: String?, issuedAt: Int?, expiresAt: Int) {
        self.subject = subject
        self.session = session
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}

extension AccessClaims {
    /// How far `iat` and `nbf` may lie ahead of our clock, in seconds.
    private static let clockSkew = 60
    /// From 1970 to the end of the year 9999, in seconds. Nobody means a time outside.
    private static let representableTimes = 0...253_402_300_799

    /// The payload of a token of ours.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.beginObject()
        writer.name("sub")
        writer.string(String(subject))
        if let session {
            writer.name("sid")
            writer.string(session)
        }
        writer.name("type")
        writer.string("access")
        if let issuedAt {
            writer.name("iat")
            writer.integer(issuedAt)
        }
        writer.name("exp")
        writer.integer(expiresAt)
        writer.endObject()
        return writer.bytes
    }

    /// Reads and judges the payload of a token whose signature is genuine.
    init(reading payload: JSONValue, now: Int) throws(TokenError) {
        guard case .object = payload else { throw .invalid(.malformedClaims) }
        if payload["aud"] != nil { throw .invalid(.foreignAudience) }
        if let type = payload["type"], type != .string("access") { throw .invalid(.otherType) }

        guard let subject = Self.userID(payload["sub"]) else { throw .invalid(.badSubject) }
        let session = try Self.session(payload["sid"])
        let issuedAt = try Self.pastTime(payload["iat"], now: now)
        _ = try Self.pastTime(payload["nbf"], now: now)
        guard let expiresAt = Self.time(payload["exp"]) else { throw .invalid(.badTime) }
        guard expiresAt > now else { throw .expired }
        self.init(subject: subject, session: session, issuedAt: issuedAt, expiresAt: expiresAt)
    }

    /// A positive 32-bit number, or its decimal digits without sign and leading zeros as a string.
    private static func userID(_ value: JSONValue?) -> Int? {
        var number = 0
        switch value {
        case .integer(let integer): number = integer
        case .string(let text):
            let digits = text.utf8.span
            guard (1...10).contains(digits.count), digits[0] != UInt8(ascii: "0") else { return nil }
            for index in digits.indices {
                guard case let digit = Int(digits[index]) - 0x30, (0...9).contains(digit) else { return nil }
                number = number * 10 + digit
            }
        default: return nil
        }
        return (1...Int(Int32.max)).contains(number) ? number : nil
    }

    private static func session(_ value: JSONValue?) throws(TokenError) -> String? {
        guard let value else { return nil }
        guard case .string(let text) = value, UUIDText.isOne(text, lowerCase: true) else { throw .invalid(.badSession) }
        return text
    }

    private static func pastTime(_ value: JSONValue?, now: Int) throws(TokenError) -> Int? {
        guard let value else { return nil }
        guard let time = time(value) else { throw .invalid(.badTime) }
        guard time <= now + clockSkew else { throw .invalid(.notYetValid) }
        return time
    }

    /// A time in whole seconds. Other libraries write fractions, which are cut off as PyJWT does.
    private static func time(_ value: JSONValue?) -> Int? {
        let seconds: Int?
        switch value {
        case .integer(let integer): seconds = integer
        case .real(let real): seconds = Int(exactly: real.rounded(.towardZero))
        default: seconds = nil
        }
        guard let seconds, representableTimes.contains(seconds) else { return nil }
        return seconds
    }
}
