internal import HTTPRouting
internal import JSON

/// Fields of request bodies as [JSON Schema](https://json-schema.org/draft/2020-12/json-schema-validation).
///
/// A schema says what a client should send. Where the conversions of ``LaxCoercion`` take more, the description says so.
extension Field {
    /// The schema of the member, with its documentation.
    var schema: JSONValue {
        type.schema(allowsNull: !isRequired, isSecret: isSecret).adding([
            "description": .string([summary, type.coercionNote].filter { !$0.isEmpty }.joined(separator: " ")),
            "default": absentValue,
            "writeOnly": isSecret ? .bool(true) : nil,
            "examples": .array([example]),
        ])
    }
}

extension FieldType {
    /// The schema of a value of this type.
    func schema(allowsNull: Bool = false, isSecret: Bool = false) -> JSONValue {
        func type(_ name: JSONValue) -> JSONValue { allowsNull ? .array([name, "null"]) : name }
        switch self {
        case .text(let rule):
            return .members([
                "type": type("string"),
                "minLength": rule.length.lowerBound > 0 ? .integer(rule.length.lowerBound) : nil,
                "maxLength": .integer(rule.length.upperBound),
                "pattern": rule.pattern.map(JSONValue.string),
                "format": isSecret ? "password" : rule.refine?.format.map(JSONValue.string),
            ])
        case .boolean: return .members(["type": type("boolean")])
        case .integer(let range):
            return .members([
                "type": type("integer"),
                "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ])
        case .choice(let names):
            return .members([
                "type": type("string"),
                "enum": .array(names.map(JSONValue.string) + (allowsNull ? [.null] : [])),
            ])
        case .list(let element, let maximum, let unique):
            return .members([
                "type": type("array"),
                "items": element.schema(),
                "maxItems": .integer(maximum),
                "uniqueItems": unique ? .bool(true) : nil,
            ])
        }
    }

    /// What else is taken for a value of this type; empty when nothing is.
    var coercionNote: String {
        switch self {
        case .boolean: #"Also taken: 1 and 0, and in any case "true", "yes", "on", "t", "y", "1" and their opposites."#
        case .integer: #"Also taken: the same number as a string or with a zero fraction, such as "2" and 2.0."#
        case .text, .choice, .list: ""
        }
    }
}

extension TextRule {
    /// A regular expression that the string fits; nil when any characters may stand in it.
    var pattern: String? {
        switch characters {
        case .any: refine?.pattern
        case .visibleASCII: "^[!-~]+$"
        }
    }
}

extension RouteInput {
    /// The schema of the body; nil when the route takes none.
    var schema: JSONValue? {
        guard !fields.isEmpty else { return nil }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        return .members([
            "type": "object",
            "properties": .members(fields.map { ($0.name, $0.schema) }),
            "required": required.isEmpty ? nil : .array(required),
        ])
    }

    /// A body with every field.
    var example: JSONValue { .members(fields.map { ($0.name, $0.example) }) }
}
