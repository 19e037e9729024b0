public import JSON

/// One member of a request body: its name, its type with its limits, and what stands about it in the documentation.
public struct Field: Sendable {
    /// The member's name.
    public let name: String
    /// What values it takes.
    public let type: FieldType
    /// Whether it must be there. One that may be absent may be null as well.
    public let isRequired: Bool
    /// Whether its value must never be shown again.
    public let isSecret: Bool
    /// One sentence for the documentation.
    public let summary: String
    /// A value that the documentation shows.
    public let example: JSONValue
    /// What an absent member stands for, for the documentation; nil where nothing is put in its place.
    public var absentValue: JSONValue?

    /// A member that may be absent or null.
    public static func optional(
        _ name: String,
        _ type: FieldType,
        _ summary: String,
        example: JSONValue,
        absentMeans absentValue: JSONValue? = nil
    ) -> Field {
        var field = Field(
            name: name,
            type: type,
            isRequired: false,
            isSecret: false,
            summary: summary,
            example: example
        )
        field.absentValue = absentValue
        return field
    }

    /// A member that must be there.
    public static func required(
        _ name: String,
        _ type: FieldType,
        _ summary: String,
        example: JSONValue
    ) -> Field {
        Field(name: name, type: type, isRequired: true, isSecret: false, summary: summary, example: example)
    }

    /// A member that must be there and is never shown again: not in an error, a log line or an answer.
    public static func secret(
        _ name: String,
        _ type: FieldType,
        _ summary: String,
        example: JSONValue
    ) -> Field {
        Field(name: name, type: type, isRequired: true, isSecret: true, summary: summary, example: example)
    }

    /// A secret that may be absent or null.
    public static func optionalSecret(
        _ name: String,
        _ type: FieldType,
        _ summary: String,
        example: JSONValue
    ) -> Field {
        Field(name: name, type: type, isRequired: false, isSecret: true, summary: summary, example: example)
    }
}
