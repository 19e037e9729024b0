/// A column that the application needs, beside the one that is there. Pure.
struct ColumnMatch {
    /// How the column that is there relates to the needed one.
    enum Fit: Equatable {
        /// It takes every value that the needed one takes.
        case fits
        /// It takes more text than the needed one: what the needed type's limit would have refused.
        case isWider(limit: Int)
        /// Every whole number of it has to fit into 32 bits.
        case isBiggerNumber
        /// Its type is changed without loss.
        case converts
        /// There is no such column.
        case isMissing
        /// It holds something else.
        case differs
    }

    let needed: ColumnShape
    let found: ColumnShape?

    var name: String { needed.name }

    var fit: Fit {
        guard let found else { return .isMissing }
        switch (needed.kind, found.kind) {
        case (.text(let limit), .text(let foundLimit)): return Self.compare(limit, foundLimit)
        case (.text, .disguisedText), (.timestamp, .localTimestamp), (.jsonb, .json), (.jsonb, .textArray):
            return .converts
        case (.integer(let bytes), .integer(let foundBytes)):
            if foundBytes < bytes { return .converts }
            return foundBytes > bytes ? .isBiggerNumber : .fits
        case (.other, _): return needed.type == found.type ? .fits : .differs
        default: return needed.kind == found.kind ? .fits : .differs
        }
    }

    private static func compare(_ limit: Int?, _ foundLimit: Int?) -> Fit {
        switch (limit, foundLimit) {
        case (nil, nil): .fits
        case (nil, .some): .converts
        case (.some(let limit), nil): .isWider(limit: limit)
        case (.some(let limit), .some(let foundLimit)):
            if foundLimit == limit { .fits } else { foundLimit < limit ? .converts : .isWider(limit: limit) }
        }
    }

    /// The expression that turns the found value into the needed type; nil where the server's own rule does it.
    ///
    /// For `timestamp` that rule is the session's time zone, which adoption sets to UTC: the same as
    /// `at time zone 'UTC'`, but PostgreSQL knows that no stored byte changes and rewrites nothing.
    var conversion: String? {
        guard fit == .converts, let found else { return nil }
        return switch found.kind {
        case .json: "\(name)::jsonb"
        case .textArray: "to_jsonb(\(name))"
        case .disguisedText: "\(name)::text"
        default: nil
        }
    }

    /// The column as it will be, as an expression over the table as it is.
    var projection: String {
        guard let found else { return "null::\(needed.type) as \(name)" }
        if let conversion { return "\(conversion) as \(name)" }
        return found.kind == .localTimestamp ? "\(name) at time zone 'UTC' as \(name)" : name
    }
}

extension String {
    /// A name as SQL takes it whatever it contains, for names that this product has not chosen.
    var quoted: String {
        var quoted = "\""
        for character in self { quoted += character == "\"" ? "\"\"" : String(character) }
        return quoted + "\""
    }
}
