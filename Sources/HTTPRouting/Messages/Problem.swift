public import HTTPTypes
public import JSON

/// An error answer: a stable code for programs, a sentence for people, in the shape that FastAPI's clients read.
///
/// What caused it stays private: it is logged by whoever turns the cause into a problem.
public struct Problem: Error, Sendable {
    /// The HTTP status.
    public let status: HTTPResponse.Status
    /// A stable name in snake_case. A code that is retired is never used for something else.
    public let code: String
    /// The `detail` member: a sentence, or the list of a 422.
    public let detail: JSONValue
    /// Further members of the body.
    public var members: [JSONMember] = []
    /// Further header fields.
    public var headerFields: [HTTPField] = []

    /// A problem with one sentence as its detail.
    public init(_ status: HTTPResponse.Status, _ code: String, _ sentence: String) {
        self.status = status
        self.code = code
        detail = .string(sentence)
    }

    /// The 422 for a body with these faults.
    public init(_ errors: [FieldError]) {
        status = .unprocessableContent
        code = "validation_failed"
        detail = .array(errors.map(\.json))
    }

    /// This problem with one more header field.
    public func with(_ name: HTTPField.Name, _ value: String) -> Problem {
        var copy = self
        copy.headerFields.append(HTTPField(name: name, value: value))
        return copy
    }

    /// The members of the answer's body.
    func body(requestID: String) -> [JSONMember] {
        [JSONMember(name: "detail", value: detail)] + members + [
            JSONMember(name: "code", value: .string(code)),
            JSONMember(name: "request_id", value: .string(requestID)),
        ]
    }

    /// The answer that tells the client.
    public func response(requestID: String) -> Response {
        var response = Response.json(status) { json in
            for member in body(requestID: requestID) {
                json.name(member.name)
                json.write(member.value)
            }
        }
        response.headerFields = headerFields
        return response
    }
}

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

/// What the bodies of errors look like.
extension Problem {
    /// The request id of every example.
    package static let exampleRequestID = "0b8e7c1a4f6d4d0f9d5c3b2a19087f6e"

    /// The body of every error but that of a 422.
    static let shape = Shape.object("Problem", commonMembers)

    /// The body of a 422, in the shape that FastAPI's clients read.
    static let validationShape = Shape.object(
        "HTTPValidationError",
        [Member("detail", .list(fault), "Every fault of the body, in the order of the fields.")]
            + commonMembers.dropFirst()
    )

    /// The body of an error that says more.
    static func shape(with members: [Member]) -> Shape {
        guard !members.isEmpty else { return shape }
        let name = members.map { $0.name.prefix(1).uppercased() + $0.name.dropFirst() }.joined()
        return .object("ProblemWith\(name)", commonMembers + members)
    }

    /// Whether this is the 422 for a body.
    var isValidation: Bool { if case .array = detail { true } else { false } }

    private static let commonMembers = [
        Member("detail", .text, "A sentence for people.", example: "Not authenticated"),
        Member("code", .text, "A stable name for programs.", example: "not_authenticated"),
        Member("request_id", .text, "The same as `X-Request-ID`.", example: .string(exampleRequestID)),
    ]

    private static let fault = Shape.object(
        "ValidationError",
        [
            Member("type", .text, "A stable name.", example: "missing"),
            Member(
                "loc",
                .list(.either([.text, .integer])),
                "Where the fault lies: `body`, then names of members and indexes of lists.",
                example: .array(["body", "email"])
            ),
            Member("msg", .text, "A sentence.", example: "Field required"),
            Member("input", .any, "The value as it came; `**********` for a secret.", example: .object([])),
            Member(
                "ctx",
                .anyObject,
                "The limits or names that the sentence mentions.",
                example: .object([]),
                isAlwaysThere: false
            ),
        ]
    )
}
