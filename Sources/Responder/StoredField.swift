public import HTTPRouting
public import JSON
internal import Postgres

/// A field that clients send and read, and the column that keeps it, in one declaration: its name, its type with its
/// limits, its default. The statement that saves it, the one that reads it, the answer and the documentation follow.
public struct StoredField: Sendable {
    /// The field of the body.
    public let field: Field
    /// What null stands for, and a column without a value; nil where null is a value like others.
    public let defaultValue: JSONValue?

    /// A field whose column has its name.
    public init(_ field: Field, default defaultValue: JSONValue? = nil) {
        self.field = field
        self.defaultValue = defaultValue
    }

    /// A text of at most `maximum` characters.
    public static func text(_ name: String, maximum: Int, _ summary: String, example: String) -> StoredField {
        StoredField(.optional(name, .text(maximum: maximum), summary, example: .string(example)))
    }

    /// One of a closed list of words.
    public static func choice(
        _ name: String,
        _ words: [String],
        _ summary: String,
        example: String,
        default defaultValue: String? = nil
    ) -> StoredField {
        StoredField(
            .optional(name, .choice(words), summary, example: .string(example)),
            default: defaultValue.map(JSONValue.string)
        )
    }

    /// A yes or no; no where nothing is stored.
    public static func boolean(_ name: String, _ summary: String, example: Bool) -> StoredField {
        StoredField(.optional(name, .boolean, summary, example: .bool(example)), default: .bool(false))
    }

    /// A whole number in a range.
    public static func integer(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ summary: String,
        example: Int,
        default defaultValue: Int? = nil
    ) -> StoredField {
        StoredField(
            .optional(name, .integer(range), summary, example: .integer(example)),
            default: defaultValue.map(JSONValue.integer)
        )
    }

    /// A list of at most `maximum` elements; `unique` refuses one that comes twice.
    public static func list(
        _ name: String,
        of element: FieldType,
        maximum: Int,
        unique: Bool = false,
        _ summary: String,
        example: [String]
    ) -> StoredField {
        let type = FieldType.list(element, maximum: maximum, unique: unique)
        return StoredField(.optional(name, type, summary, example: .array(example.map(JSONValue.string))))
    }

    /// The column.
    var column: String { field.name }

    /// The column as it is read, with its default in place of no value.
    /// - Parameter table: the table's name in the statement.
    public func selected(from table: String) -> SelectedColumn {
        let shape = Shape(field.type)
        let value = "\(table).\(column)"
        return SelectedColumn(
            defaultValue.map { "coalesce(\(value), \(Self.literal($0)))" } ?? value,
            Member(
                field.name,
                defaultValue == nil ? .nullable(shape) : shape,
                field.summary,
                example: field.example
            )
        )
    }

    /// What is bound for a value that has passed every check. null stands for the default where there is one.
    static func parameter(_ value: JSONValue, default defaultValue: JSONValue?) -> Parameter {
        switch value == .null ? defaultValue ?? .null : value {
        case .null: return .null
        case .bool(let truth): return .bool(truth)
        case .integer(let number): return .integer(number)
        case .string(let text): return .text(text)
        case let other:
            var writer = JSONWriter(capacity: 128)
            writer.write(other)
            return .utf8(writer.bytes)
        }
    }

    /// The type that a parameter is declared as. It keeps a prepared statement good while a migration comes or goes that
    /// gives the column a type of its own.
    var parameterType: String {
        switch field.type {
        case .text, .choice: "text"
        case .boolean: "boolean"
        case .integer: "integer"
        case .list: "jsonb"
        }
    }

    private static func literal(_ value: JSONValue) -> String {
        switch value {
        case .bool(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .string(let text):
            "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case .null, .real, .array, .object: "null"
        }
    }
}
