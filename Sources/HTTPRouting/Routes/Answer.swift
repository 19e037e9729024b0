public import HTTPTypes
public import JSON

/// One answer that a route may give, for the documentation.
public struct Answer: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// When it is given.
    public let summary: String
    /// The media type of the body; nil for an answer without one.
    public let contentType: String?
    /// What the body looks like; nil for an answer without one, and for one that is no JSON.
    public let shape: Shape?
    /// A body that the documentation shows.
    public let example: JSONValue?
    /// The header fields that come with it, beyond those that every answer has.
    public let headers: [AnswerHeader]

    /// A status with the JSON body that goes with it; without one, an error has the body of every ``Problem``.
    /// - Parameter example: a body in place of the one that follows from the members' examples.
    public init(
        _ status: HTTPResponse.Status,
        _ summary: String,
        _ shape: Shape? = nil,
        example: JSONValue? = nil,
        headers: [AnswerHeader] = []
    ) {
        self.status = status
        self.summary = summary
        self.shape = shape ?? (status.code >= 400 ? Problem.shape : nil)
        self.example = example ?? shape?.example
        self.headers = headers
        contentType = self.shape == nil && example == nil ? nil : "application/json"
    }

    /// A status with a body that is no JSON.
    public init(_ status: HTTPResponse.Status, _ summary: String, contentType: String) {
        self.status = status
        self.summary = summary
        self.contentType = contentType
        shape = nil
        example = nil
        headers = []
    }

    /// The answer that a problem becomes: its status, its body and its header fields.
    /// - Parameter members: what the body has beyond that of every problem.
    public init(problem: Problem, _ summary: String, members: [Member] = []) {
        status = problem.status
        self.summary = summary
        contentType = "application/json"
        shape = problem.isValidation ? Problem.validationShape : Problem.shape(with: members)
        example = .object(problem.body(requestID: Problem.exampleRequestID))
        headers = problem.headerFields.map { field in
            AnswerHeader(field.name, summaries[field.name] ?? "", example: field.value)
        }
    }
}

/// A header field of an answer, for the documentation.
public struct AnswerHeader: Sendable {
    /// The field's name.
    public let name: HTTPField.Name
    /// A sentence.
    public let summary: String
    /// A value.
    public let example: String

    /// A field with a value that the documentation shows.
    public init(_ name: HTTPField.Name, _ summary: String, example: String) {
        self.name = name
        self.summary = summary
        self.example = example
    }
}

private let summaries: [HTTPField.Name: String] = [
    .retryAfter: "How many seconds to wait before trying again.",
    .wwwAuthenticate: "Which kind of token is wanted.",
]
