public import JSON

extension JSONValue: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A literal of a test.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// A literal of a test.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// A literal of a test.
    public init(nilLiteral: ()) { self = .null }

    /// A literal of a test.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// A literal of a test.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember(name: $0.0, value: $0.1) })
    }
}

extension JSONValue {
    /// Reads a document that a test has written down.
    public init(_ text: String) throws { self = try JSONValue.parse(Array(text.utf8)) }

    /// The string, when this is one.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The whole number, when this is one.
    public var integer: Int? { if case .integer(let number) = self { number } else { nil } }

    /// The elements, when this is an array.
    public var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The names of the members, when this is an object.
    public var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }

    /// The compact text.
    public var text: String {
        var writer = JSONWriter()
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
