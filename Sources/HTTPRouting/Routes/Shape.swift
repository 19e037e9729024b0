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
