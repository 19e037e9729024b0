/// What a column can hold, as far as it matters whether the application can read and write it.
enum ColumnKind: Hashable {
    /// `smallint`, `integer` or `bigint`.
    case integer(bytes: Int)
    /// `text` or `varchar`; a limit in characters, nil for none.
    case text(limit: Int?)
    /// An enumeration or `citext`: text by another name.
    case disguisedText
    /// `timestamp without time zone`.
    case localTimestamp
    /// `timestamp with time zone`.
    case timestamp
    case boolean
    case json
    case jsonb
    /// A one-dimensional list of text.
    case textArray
    /// Anything else.
    case other

    /// Reads a type as PostgreSQL's `format_type` writes it.
    init(type: String, isEnumeration: Bool) {
        // Precision stands inside: timestamp(3) without time zone.
        let plain = type.withoutParentheses
        self =
            switch plain {
            case _ where isEnumeration: .disguisedText
            case "citext": .disguisedText
            case "smallint": .integer(bytes: 2)
            case "integer": .integer(bytes: 4)
            case "bigint": .integer(bytes: 8)
            case "text": .text(limit: nil)
            case "character varying": .text(limit: type.numberInParentheses)
            case "timestamp without time zone": .localTimestamp
            case "timestamp with time zone": .timestamp
            case "boolean": .boolean
            case "json": .json
            case "jsonb": .jsonb
            case "text[]", "character varying[]": .textArray
            default: .other
            }
    }
}

extension String {
    fileprivate var withoutParentheses: String {
        guard let open = firstIndex(of: "("), let close = firstIndex(of: ")"), open < close else { return self }
        return String(self[..<open] + self[index(after: close)...])
    }

    fileprivate var numberInParentheses: Int? {
        guard let open = firstIndex(of: "("), let close = firstIndex(of: ")"), open < close else { return nil }
        return Int(self[index(after: open)..<close])
    }
}
