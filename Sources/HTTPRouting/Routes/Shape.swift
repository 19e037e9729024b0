public import JSON

/// What a value of an answer looks like: the counterpart of ``FieldType`` for what goes out.
public indirect enum Shape: Sendable, Equatable {
    /// A string.
    case text
    /// A whole number.
    case integer
    /// Any number.
    case number
    /// A truth value.
    case boolean
    /// A moment as RFC 3339 in UTC, such as `2026-03-01T09:30:00.250000Z`.
    case instant
    /// 8-4-4-4-12 hexadecimal digits.
    case uuid
    /// One of a closed list of strings.
    case choice([String])
    /// An array of such values.
    case list(Shape)
    /// An object with these members, see ``Member``.
    case object(String, [Member])
    /// An object whose members nobody here knows.
    case anyObject
    /// A value of one of these shapes.
    case either([Shape])
    /// Any value at all.
    case any
    /// Such a value, or null.
    case nullable(Shape)
}

/// One member of an answer's body: its name, what its value looks like, and a value that the documentation shows.
public struct Member: Sendable, Equatable {
    /// The member's name.
    public let name: String
    /// What its value looks like.
    public let shape: Shape
    /// A sentence for the documentation; empty where the name says it all.
    public let summary: String
    /// A value that the documentation shows.
    public let example: JSONValue
    /// Whether every answer has it.
    public let isAlwaysThere: Bool

    /// A member with its example.
    public init(
        _ name: String,
        _ shape: Shape,
        _ summary: String = "",
        example: JSONValue,
        isAlwaysThere: Bool = true
    ) {
        self.name = name
        self.shape = shape
        self.summary = summary
        self.example = example
        self.isAlwaysThere = isAlwaysThere
    }

    /// A member whose shape is an object or a list of objects: the example is that of its members.
    public init(_ name: String, _ shape: Shape, _ summary: String = "") {
        self.init(name, shape, summary, example: shape.example)
    }
}

extension Shape {
    /// What a stored value of such a field looks like in an answer.
    public init(_ type: FieldType) {
        self =
            switch type {
            case .text: .text
            case .boolean: .boolean
            case .integer: .integer
            case .choice(let names): .choice(names)
            case .list(let element, _, _): .list(Shape(element))
            }
    }

    /// The example that follows from the examples of an object's members; null where there is none.
    var example: JSONValue {
        switch self {
        case .object(_, let members):
            .object(members.filter(\.isAlwaysThere).map { JSONMember(name: $0.name, value: $0.example) })
        case .list(let element): .array([element.example])
        case .nullable(let shape): shape.example
        case .text, .integer, .number, .boolean, .instant, .uuid, .choice, .anyObject, .either, .any: .null
        }
    }
}
