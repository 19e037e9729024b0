internal import JSON

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
