public import HTTPRouting
internal import HTTPTypes
public import JSON

/// The [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.0) document of the routes of all responders.
public struct OpenAPIDocument {
    private let routes: [RouteDescription]
    private let information: APIInformation

    /// The document of these routes.
    public init(_ routes: [RouteDescription], _ information: APIInformation) {
        self.routes = routes
        self.information = information
    }

    /// The document as a value.
    public var json: JSONValue {
        .members([
            "openapi": "3.1.0",
            "info": .members([
                "title": .string(information.title),
                "version": .string(information.version),
                "description": information.markdown.jsonUnlessEmpty,
            ]),
            "servers": .array([.members(["url": "/"])]),
            "tags": .array(tags.map { .members(["name": .string($0)]) }),
            "paths": paths,
            "components": components,
        ])
    }

    /// The document as UTF-8 text.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 96 * 1024)
        writer.write(json)
        return writer.bytes
    }

    private var tags: [String] { unique(routes.map(\.tag)) }

    private var paths: JSONValue {
        .members(
            unique(routes.map(\.path)).map { path in
                let operations = routes.filter { $0.path == path }
                return (path, .members(operations.map { ($0.method.rawValue.lowercased(), $0.operation) }))
            }
        )
    }

    private var components: JSONValue {
        let objects = routes.flatMap { $0.answersByStatus.flatMap(\.answers).compactMap(\.shape) }
            .flatMap(\.namedObjects)
        let answers = unique(objects.map(\.name)).compactMap { name in objects.first { $0.name == name } }
        let bodies = routes.compactMap { route in route.input.schema.map { (route.bodyName, $0) } }
        return .members([
            "schemas": .members(answers.map { ($0.name, Shape.schema(of: $0.members)) } + bodies),
            "responses": .members(CommonAnswer.all.map { ($0.name, StatusAnswers.json(of: $0.answers)) }),
            "headers": .members([
                "RequestID": .members([
                    "description": "Ties the answer to log lines. A short, plain one that the client sends is kept.",
                    "schema": .members(["type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"]),
                    "example": .string(Problem.exampleRequestID),
                ])
            ]),
            "securitySchemes": .members([
                Security.scheme: .members(["type": "http", "scheme": "bearer", "bearerFormat": "JWT"])
            ]),
        ])
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: [String] = []
        for name in names where !seen.contains(name) { seen.append(name) }
        return seen
    }
}

private enum Security {
    static var scheme: String { "bearerAuth" }
}

extension RouteDescription {
    /// The name of the schema of the route's body.
    fileprivate var bodyName: String { name.capitalizingFirst + "Body" }

    /// The route as an [Operation Object](https://spec.openapis.org/oas/v3.1.0#operation-object).
    fileprivate var operation: JSONValue {
        .members([
            "operationId": .string(name),
            "summary": .string(summary),
            "description": description.jsonUnlessEmpty,
            "tags": .array([.string(tag)]),
            "parameters": pathNames.isEmpty ? nil : .array(pathNames.map(parameter)),
            "requestBody": requestBody,
            "responses": .members(answersByStatus.map { (String($0.code), $0.json) }),
            "security": access == .caller ? .array([.members([Security.scheme: .array([])])]) : nil,
        ])
    }

    private var description: String {
        var sentences: [String] = []
        if access == .loopback { sentences.append("Only for processes on the same machine.") }
        if !aliases.isEmpty {
            sentences.append("Also answers at \(aliases.map { "`\($0)`" }.joined(separator: " and ")).")
        }
        return sentences.joined(separator: " ")
    }

    private var requestBody: JSONValue? {
        guard !input.fields.isEmpty else { return nil }
        var isRequired = true
        if case .optionalFields = input { isRequired = false }
        let content = JSONValue.members([
            "schema": .reference("schemas", bodyName),
            "example": input.example,
        ])
        return .members([
            "required": .bool(isRequired),
            "content": .members(["application/json": content]),
        ])
    }

    private func parameter(_ name: String) -> JSONValue {
        let declared = parameters.first { $0.name == name }
        return .members([
            "name": .string(name),
            "in": "path",
            "required": .bool(true),
            "description": declared?.summary.jsonUnlessEmpty,
            "schema": (declared?.shape ?? .text).schema,
            "example": declared?.example,
        ])
    }

    /// The names between braces in the path, in order.
    var pathNames: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }
            .map { String($0.dropFirst().dropLast()) }
    }
}
