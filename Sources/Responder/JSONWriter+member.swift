public import JSON
public import Platform
internal import Postgres

/// Members of an answer; nil becomes null.
extension JSONWriter {
    /// A text.
    public mutating func member(_ name: StaticString, _ value: String?) {
        self.name(literal: name)
        if let value { string(value) } else { null() }
    }

    /// A text that is written down in the program, as a name is: ASCII, and nothing in it needs an escape.
    public mutating func member(_ name: StaticString, literal value: StaticString) {
        self.name(literal: name)
        string(literal: value)
    }

    /// A whole number.
    public mutating func member(_ name: StaticString, _ value: Int?) {
        self.name(literal: name)
        if let value { integer(value) } else { null() }
    }

    /// A truth value.
    public mutating func member(_ name: StaticString, _ value: Bool?) {
        self.name(literal: name)
        if let value { bool(value) } else { null() }
    }

    /// A moment, as RFC 3339 in UTC.
    public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        self.name(literal: name)
        if let value { string(value.ascii.span) } else { null() }
    }

    /// A member that is an object, written by `content`.
    public mutating func object(_ name: StaticString, _ content: (inout JSONWriter) throws -> Void) rethrows {
        self.name(literal: name)
        beginObject()
        try content(&self)
        endObject()
    }
}
