internal import HTTPTypes

/// What nginx answers by itself, in the application's shape: see nginx/snippets/errors.conf.
extension Problem {
    /// Too many requests for a route whose rate is limited for each address.
    public static let tooManyRequests = Problem(
        .tooManyRequests,
        "too_many_requests",
        "Too many requests; try again later"
    ).with(.retryAfter, "5")

    /// The worker that had the request was lost.
    package static let badGateway = Problem(.badGateway, "unavailable", "The service is temporarily unavailable")
        .with(.retryAfter, "1")

    /// The worker that had the request did not answer.
    package static let gatewayTimeout = Problem(.gatewayTimeout, "timeout", "The service did not answer in time")
        .with(.retryAfter, "1")
}
