/// One SQL statement that the application runs, prepared once per connection under its name.
///
/// Parameters stand in the source under names, as in `where u.id = :caller`; they are numbered here, in the order in which
/// they first occur. Positions written as `$1` are taken as they are.
public struct Statement: Sendable {
    /// The name it is prepared under: unique in the application, at most 63 bytes.
    public let name: String
    /// The SQL, with `$1`, `$2`… where parameters go.
    public let sql: String
    /// The names of the parameters, in the order of their numbers; empty for a statement with positions of its own.
    public let parameterNames: [String]
    /// Whether it is one of the many variants of a statement, as a `#` in its name says: see
    /// ``Connection/mostVariants``.
    let isVariant: Bool

    /// A statement; apart from its parameters' names nothing is looked at before the server sees it.
    public init(_ name: String, _ source: String) {
        self.name = name
        isVariant = Self.isVariant(name)
        (sql, parameterNames) = NamedParameters.number(source)
    }

    static func isVariant(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: "#")) }

    /// Brings values into the order of the parameters.
    /// - Throws: ``PostgresError`` of kind `.invalidParameter` that names the statement when one of its parameters has no
    ///   value.
    public func bind(_ values: ParameterValues) throws(PostgresError) -> [Parameter] {
        var ordered: [Parameter] = []
        ordered.reserveCapacity(parameterNames.count)
        for parameter in parameterNames {
            guard let value = values[parameter] else {
                throw PostgresError(
                    kind: .invalidParameter,
                    nothingWasSent: true,
                    privateMessage: "the statement \(name) has no value for :\(parameter)"
                )
            }
            ordered.append(value)
        }
        return ordered
    }
}

/// Values for the parameters of a ``Statement``, by their names. So few that looking them through beats hashing.
public struct ParameterValues: Sendable, ExpressibleByDictionaryLiteral {
    private struct Entry {
        let name: String
        let value: Parameter
    }

    private var entries: [Entry]

    /// The values of a literal such as `["email": .text(email)]`.
    public init(dictionaryLiteral elements: (String, Parameter)...) {
        entries = elements.map { Entry(name: $0.0, value: $0.1) }
    }

    /// The value of a name. Setting one that is there already replaces it; nil takes it out.
    public subscript(name: String) -> Parameter? {
        get { entries.first { $0.name == name }?.value }
        set {
            entries.removeAll { $0.name == name }
            if let newValue { append(name, newValue) }
        }
    }

    /// These values and further ones, whose names must be others.
    public func adding(_ others: ParameterValues) -> ParameterValues {
        var all = self
        all.entries += others.entries
        return all
    }

    /// Adds a value whose name is known to be new.
    public mutating func append(_ name: String, _ value: Parameter) {
        entries.append(Entry(name: name, value: value))
    }
}

/// Turns the names of parameters into numbers.
private enum NamedParameters {
    /// The SQL with numbers, and the names in the order of their numbers.
    static func number(_ source: String) -> (sql: String, names: [String]) {
        let text = Array(source.utf8)
        var sql: [UInt8] = []
        sql.reserveCapacity(text.count)
        var names: [String] = []
        var isQuoted = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            // A second colon in front makes it a cast: `:value::text`.
            let startsName = byte == UInt8(ascii: ":") && !isQuoted && sql.last != UInt8(ascii: ":")
            let end = startsName ? endOfName(in: text, from: index + 1) : index + 1
            if startsName, end > index + 1 {
                let name = String(decoding: text[(index + 1)..<end], as: UTF8.self)
                if !names.contains(name) { names.append(name) }
                sql += "$\((names.firstIndex(of: name) ?? 0) + 1)".utf8
                index = end
            } else {
                sql.append(byte)
                index += 1
            }
        }
        return (String(decoding: sql, as: UTF8.self), names)
    }

    private static func endOfName(in text: [UInt8], from start: Int) -> Int {
        var end = start
        while end < text.count {
            switch text[end] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): end += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where end > start: end += 1
            default: return end
            }
        }
        return end
    }
}
