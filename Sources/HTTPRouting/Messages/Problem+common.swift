internal import HTTPTypes

/// The problems that any route can answer with. Those of one resource stand beside its route.
extension Problem {
    /// No token came with the request.
    public static let notAuthenticated = unauthenticated("not_authenticated", "Not authenticated")
    /// The token was good and its time is over.
    public static let tokenExpired = unauthenticated("token_expired", "Token has expired")
    /// Anything else about the token, its session or its user.
    public static let invalidToken = unauthenticated("invalid_token", "Invalid token")
    /// No such route, or no such thing of this caller's.
    public static let notFound = Problem(.notFound, "not_found", "Not Found")
    /// The body is over the limit.
    public static let payloadTooLarge = Problem(
        .contentTooLarge,
        "payload_too_large",
        "The request body is larger than 64 KiB"
    )
    /// The body's media type is not JSON.
    public static let unsupportedMediaType = Problem(
        .unsupportedMediaType,
        "unsupported_media_type",
        "The request body must be application/json"
    )
    /// The request itself is broken.
    public static let badRequest = Problem(.badRequest, "bad_request", "Bad Request")
    /// A fault of ours.
    public static let internalError = Problem(.internalServerError, "internal_error", "Internal Server Error")
    /// Something we need is away; the same request may work in a moment.
    public static let unavailable = unavailable(for: .seconds(1))

    /// The same, with the time to stay away, rounded up to whole seconds.
    public static func unavailable(for time: Duration) -> Problem {
        let (seconds, attoseconds) = time.components
        return Problem(.serviceUnavailable, "unavailable", "The service is temporarily unavailable")
            .with(.retryAfter, String(max(1, seconds + (attoseconds > 0 ? 1 : 0))))
    }

    /// The path exists, with other methods.
    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        Problem(.methodNotAllowed, "method_not_allowed", "Method Not Allowed")
            .with(.allow, allowed.map(\.rawValue).joined(separator: ", "))
    }

    private static func unauthenticated(_ code: String, _ sentence: String) -> Problem {
        Problem(.unauthorized, code, sentence).with(.wwwAuthenticate, "Bearer")
    }
}
