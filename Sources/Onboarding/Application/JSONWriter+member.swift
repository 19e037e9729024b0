internal import JSON
internal import Platform
internal import Postgres

/// Members of an answer; nil becomes null.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ value: String?) {
        self.name(literal: name)
        if let value { string(value) } else { null() }
    }

    /// A text that is written down in the program, as a name is: ASCII, and nothing in it needs an escape.
    mutating func member(_ name: StaticString, literal value: StaticString) {
        self.name(literal: name)
        string(literal: value)
    }

    /// The text in a column of a row.
    mutating func member(_ name: StaticString, text column: Int, of row: Row) throws {
        self.name(literal: name)
        if try !row.withText(column, { string($0) }) { null() }
    }

    mutating func member(_ name: StaticString, _ value: Int?) {
        self.name(literal: name)
        if let value { integer(value) } else { null() }
    }

    mutating func member(_ name: StaticString, _ value: Bool?) {
        self.name(literal: name)
        if let value { bool(value) } else { null() }
    }

    mutating func member(_ name: StaticString, _ value: Timestamp?) {
        self.name(literal: name)
        if let value { string(value.ascii.span) } else { null() }
    }

    /// A value that is JSON text already, such as a `jsonb` column.
    mutating func member(_ name: StaticString, json value: [UInt8]?) {
        self.name(literal: name)
        if let value { raw(value) } else { null() }
    }

    /// A member that is an object, written by `content`.
    mutating func object(_ name: StaticString, _ content: (inout JSONWriter) throws -> Void) rethrows {
        self.name(literal: name)
        beginObject()
        try content(&self)
        endObject()
    }
}
