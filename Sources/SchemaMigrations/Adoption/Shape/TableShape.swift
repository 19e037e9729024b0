/// A table as PostgreSQL's catalogue describes it.
struct TableShape {
    let name: String
    /// `pg_class.relkind`: `r` for a plain table.
    let kind: String
    /// Whether the connection's role may change the table.
    let isOurs: Bool
    let hasRowSecurity: Bool
    /// Storage options such as `fillfactor=90`.
    let options: Set<String>
    var columns: [ColumnShape] = []
    var constraints: [ConstraintShape] = []
    var indexes: [IndexShape] = []
    /// Views over the table, with the column they read.
    var views: [(view: String, column: String)] = []
    var triggers: [String] = []

    subscript(column name: String) -> ColumnShape? { columns.first { $0.name == name } }
}

/// A column of a table.
struct ColumnShape: Hashable {
    let name: String
    /// As PostgreSQL writes it, such as `character varying(255)`.
    let type: String
    let kind: ColumnKind
    let isNullable: Bool
    /// The default's expression.
    let defaultValue: String?
    /// Whether the server computes a value that an insert leaves out: identity or generated.
    let isComputed: Bool

    /// Whether an insert may leave the column out.
    var isOptional: Bool { isNullable || defaultValue != nil || isComputed }

    /// Whether new rows get their number from a sequence.
    var drawsFromSequence: Bool { isComputed || defaultValue?.hasPrefix("nextval(") == true }

    /// The default without differences of spelling.
    var normalizedDefault: String? { defaultValue == "CURRENT_TIMESTAMP" ? "now()" : defaultValue }
}

/// A constraint of a table.
struct ConstraintShape: Hashable {
    let name: String
    /// `pg_constraint.contype`: `p` primary key, `f` foreign key, `u` unique, `c` check.
    let kind: String
    /// As PostgreSQL writes it, such as `CHECK (seats > 0)`.
    let definition: String
    /// The condition of a check.
    let condition: String?
    let columns: [String]

    /// The definition, without what tells whether old rows were looked at.
    ///
    /// PostgreSQL writes the casts of a check in another way once it was created from its own writing.
    var rule: String {
        let rule = definition.hasSuffix(" NOT VALID") ? String(definition.dropLast(" NOT VALID".count)) : definition
        guard kind == "c" else { return rule }
        return rule.without(["::character varying", "::text", "[]", "(", ")"])
    }
}

/// An index of a table.
struct IndexShape: Hashable {
    let name: String
    let isUnique: Bool
    /// Whether it covers every row and can be relied on: valid, without a condition.
    let isWhole: Bool
    /// The columns or expressions, as PostgreSQL writes them.
    let keys: String
    /// Whether it exists for the sake of a constraint, which then has its name.
    let belongsToConstraint: Bool

    /// Whether this index does what the other one does. A text column is cast where a varchar is, and `text` is not.
    func serves(as other: IndexShape) -> Bool {
        isWhole && isUnique == other.isUnique && keys.without(["::text"]) == other.keys.without(["::text"])
    }
}

extension String {
    /// The text with every occurrence of these parts left out.
    fileprivate func without(_ parts: [String]) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if let part = parts.first(where: { rest.hasPrefix($0) }) {
                rest = rest.dropFirst(part.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
