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
