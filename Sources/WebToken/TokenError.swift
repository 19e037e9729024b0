/// Why a token was refused.
public enum TokenError: Error, Sendable, Equatable {
    /// Genuine and well-formed, but too old. Only the bearer of a genuine token learns this.
    case expired
    /// Not to be trusted. The fault is for the log; the client learns no more than "invalid".
    case invalid(TokenFault)
}

/// What made a token invalid. The raw values are stable codes for logs.
public enum TokenFault: String, Sendable {
    /// More than `TokenKeySet.maximumTokenBytes` bytes.
    case tooLong = "too_long"
    /// Not exactly three parts.
    case notThreeParts = "not_three_parts"
    /// The signature is no unpadded URL-safe base64 of 32 bytes.
    case malformedSignature = "malformed_signature"
    /// None of our keys has signed it, or it was altered.
    case wrongSignature = "wrong_signature"
    /// The header is no JSON object in unpadded URL-safe base64.
    case malformedHeader = "malformed_header"
    /// The header names another algorithm than HS256, or none.
    case wrongAlgorithm = "wrong_algorithm"
    /// The header asks for something we do not do: `crit`, `b64` or `zip`.
    case unsupportedHeader = "unsupported_header"
    /// The header's `typ` is not JWT, or the claims' `type` is not access.
    case otherType = "other_type"
    /// The payload is no JSON object in unpadded URL-safe base64.
    case malformedClaims = "malformed_claims"
    /// The token has an `aud`, and we have no name to find there.
    case foreignAudience = "foreign_audience"
    /// `sub` is missing or no user id.
    case badSubject = "bad_subject"
    /// `sid` is no lower-case UUID.
    case badSession = "bad_session"
    /// `exp` is missing, or a time is no number between 1970 and 9999.
    case badTime = "bad_time"
    /// `iat` or `nbf` lies in the future.
    case notYetValid = "not_yet_valid"
}

/// Why keys cannot be used.
public enum TokenKeyError: Error, Sendable, Equatable {
    /// A key has fewer than `TokenKeySet.minimumKeyBytes` bytes.
    case tooShort
}
