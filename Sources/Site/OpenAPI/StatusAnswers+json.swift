internal import HTTPRouting
internal import HTTPTypes
internal import JSON

/// Answers as [Response Objects](https://spec.openapis.org/oas/v3.1.0#response-object).
extension StatusAnswers {
    /// The object, or a reference to it.
    var json: JSONValue {
        componentName.map { .reference("responses", $0) } ?? StatusAnswers.json(of: answers)
    }

    /// One object for all of some answers with the same status.
    static func json(of answers: [Answer]) -> JSONValue {
        .members([
            "description": .string(answers.map(\.summary).joined(separator: " ")),
            "headers": headers(of: answers),
            "content": content(of: answers),
        ])
    }

    private static func headers(of answers: [Answer]) -> JSONValue {
        var fields: [(String, JSONValue)] = [("X-Request-ID", .reference("headers", "RequestID"))]
        for header in answers.flatMap(\.headers) where !fields.contains(where: { $0.0 == header.name.rawName }) {
            let isNumber = header.name == .retryAfter
            let field = JSONValue.members([
                "description": header.summary.jsonUnlessEmpty,
                "schema": .members(["type": isNumber ? "integer" : "string"]),
                "example": isNumber ? .integer(Int(header.example) ?? 1) : .string(header.example),
            ])
            fields.append((header.name.rawName, field))
        }
        return .members(fields)
    }

    private static func content(of answers: [Answer]) -> JSONValue? {
        let types = answers.compactMap(\.contentType)
        guard !types.isEmpty else { return nil }
        var seen: [(String, JSONValue)] = []
        for type in types where !seen.contains(where: { $0.0 == type }) {
            seen.append((type, mediaType(of: answers.filter { $0.contentType == type })))
        }
        return .members(seen)
    }

    private static func mediaType(of answers: [Answer]) -> JSONValue {
        var shapes: [Shape] = []
        for shape in answers.compactMap(\.shape) where !shapes.contains(shape) { shapes.append(shape) }
        let schema = shapes.count > 1 ? Shape.either(shapes) : shapes.first
        let examples = answers.compactMap { answer in answer.example.map { (answer.summary, $0) } }
        return .members([
            "schema": schema?.schema ?? .members(["type": "string"]),
            "example": examples.count == 1 ? examples.first?.1 : nil,
            "examples": examples.count > 1 ? .members(examples.enumerated().map(named)) : nil,
        ])
    }

    /// The example by its problem's code where it has one, else by its position.
    private static func named(_ index: Int, _ example: (summary: String, value: JSONValue)) -> (String, JSONValue) {
        let named = JSONValue.members(["summary": .string(example.summary), "value": example.value])
        if case .string(let code)? = example.value["code"] { return (code, named) }
        return ("example_\(index + 1)", named)
    }
}
