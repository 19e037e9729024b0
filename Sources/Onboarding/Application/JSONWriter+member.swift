internal import JSON
internal import Platform

/// Members of an answer; nil becomes null.
extension JSONWriter {
    mutating func member(_ name: String, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    mutating func member(_ name: String, _ value: Int?) {
        self.name(name)
        if let value { integer(value) } else { null() }
    }

    mutating func member(_ name: String, _ value: Bool?) {
        self.name(name)
        if let value { bool(value) } else { null() }
    }

    mutating func member(_ name: String, _ value: Timestamp?) {
        self.name(name)
        if let value { string(value.description) } else { null() }
    }

    /// A value that is JSON text already, such as a `jsonb` column.
    mutating func member(_ name: String, json value: [UInt8]?) {
        self.name(name)
        if let value { raw(value) } else { null() }
    }

    /// A member that is an object, written by `content`.
    mutating func object(_ name: String, _ content: (inout JSONWriter) throws -> Void) rethrows {
        self.name(name)
        beginObject()
        try content(&self)
        endObject()
    }
}
