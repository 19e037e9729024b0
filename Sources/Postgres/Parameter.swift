public import Platform

/// A value bound to `$1`, `$2`… of a statement. Always bound, never spliced into the SQL.
public enum Parameter: Sendable {
    /// SQL null.
    case null
    /// Any type's text form. A NUL character is refused, because libpq would cut the text there.
    case text(String)
    /// JSON text or other UTF-8 bytes in text form, without a detour over `String`. NUL is refused.
    case utf8([UInt8])
    /// A whole number.
    case integer(Int)
    /// A truth value.
    case bool(Bool)
    /// `timestamptz`, sent in binary form.
    case timestamp(Timestamp)
    /// `bytea`, sent in binary form.
    case bytes([UInt8])

    /// The text, or null for nil.
    public static func optional(_ text: String?) -> Parameter { text.map(Parameter.text) ?? .null }
}
