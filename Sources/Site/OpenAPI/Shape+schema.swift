internal import HTTPRouting
internal import JSON

/// What answers contain, as [JSON Schema](https://json-schema.org/draft/2020-12/json-schema-validation).
extension Shape {
    /// The schema of such a value. Objects with a name are referred to: see ``namedObjects``.
    var schema: JSONValue {
        switch self {
        case .text: .members(["type": "string"])
        case .integer: .members(["type": "integer"])
        case .number: .members(["type": "number"])
        case .boolean: .members(["type": "boolean"])
        case .instant: .members(["type": "string", "format": "date-time"])
        case .uuid: .members(["type": "string", "format": "uuid"])
        case .choice(let names): .members(["type": "string", "enum": .array(names.map(JSONValue.string))])
        case .list(let element): .members(["type": "array", "items": element.schema])
        case .object(let name, _): .reference("schemas", name)
        case .anyObject: .members(["type": "object"])
        case .either(let shapes): .members(["anyOf": .array(shapes.map(\.schema))])
        case .any: .members([])
        case .nullable(let shape): shape.nullableSchema
        }
    }

    private var nullableSchema: JSONValue {
        guard case .object(let members) = schema, case .string(let type)? = schema["type"] else {
            return .members(["anyOf": .array([schema, .members(["type": "null"])])])
        }
        return .object(
            members.map { member in
                switch (member.name, member.value) {
                case ("type", _): JSONMember(name: "type", value: .array([.string(type), "null"]))
                case ("enum", .array(let names)): JSONMember(name: "enum", value: .array(names + [.null]))
                default: member
                }
            }
        )
    }

    /// The objects with a name in this shape, the outermost first.
    var namedObjects: [(name: String, members: [Member])] {
        switch self {
        case .object(let name, let members): [(name, members)] + members.flatMap(\.shape.namedObjects)
        case .list(let shape), .nullable(let shape): shape.namedObjects
        case .either(let shapes): shapes.flatMap(\.namedObjects)
        case .text, .integer, .number, .boolean, .instant, .uuid, .choice, .anyObject, .any: []
        }
    }

    /// The schema of an object with these members.
    static func schema(of members: [Member]) -> JSONValue {
        .members([
            "type": "object",
            "properties": .members(
                members.map { ($0.name, $0.shape.schema.adding(["description": $0.summary.jsonUnlessEmpty])) }
            ),
            "required": .array(members.filter(\.isAlwaysThere).map { .string($0.name) }),
        ])
    }
}
