public import JSON

/// One fault of a request body, in the words of Pydantic v2: the clients of the audited backend read them.
public struct FieldError: Sendable, Equatable {
    /// A stable name, such as `string_too_long`.
    public var type: String
    /// Where the fault lies, from `body` inwards: member names and list indexes.
    public var location: [JSONValue]
    /// A sentence.
    public var message: String
    /// The faulty value as it came; secrets are masked before they get here.
    public var input: JSONValue
    /// The numbers or names that the sentence mentions.
    public var context: [JSONMember]

    package init(_ type: String, _ message: String, input: JSONValue, context: [JSONMember] = []) {
        self.type = type
        self.message = message
        self.input = input
        self.context = context
        location = []
    }

    /// The fault that a check of our own finds, told as Pydantic tells of a validator's `ValueError`.
    static func value(_ message: String, input: JSONValue) -> FieldError {
        let context = [JSONMember(name: "error", value: .object([]))]
        return FieldError("value_error", "Value error, \(message)", input: input, context: context)
    }

    /// A value beyond a limit, which the context names.
    static func limit(_ type: String, _ message: String, _ name: String, _ limit: Int, _ value: JSONValue) -> FieldError
    {
        FieldError(type, message, input: value, context: [JSONMember(name: name, value: .integer(limit))])
    }

    /// The same fault one level further out.
    package func inside(_ step: JSONValue) -> FieldError {
        var copy = self
        copy.location.insert(step, at: 0)
        return copy
    }

    var json: JSONValue {
        var members = [
            JSONMember(name: "type", value: .string(type)),
            JSONMember(name: "loc", value: .array(location)),
            JSONMember(name: "msg", value: .string(message)),
            JSONMember(name: "input", value: input),
        ]
        if !context.isEmpty { members.append(JSONMember(name: "ctx", value: .object(context))) }
        return .object(members)
    }
}
