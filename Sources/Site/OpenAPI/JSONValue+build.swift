internal import HTTPRouting
internal import JSON

extension JSONValue {
    /// An object with these members, in this order; nil leaves a member out.
    static func members(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(pairs.compactMap { name, value in value.map { JSONMember(name: name, value: $0) } })
    }

    /// An object with one member for each pair.
    static func members(_ pairs: [(String, JSONValue)]) -> JSONValue {
        .object(pairs.map { JSONMember(name: $0.0, value: $0.1) })
    }

    /// A reference to a part of the document's components.
    static func reference(_ kind: String, _ name: String) -> JSONValue {
        .members(["$ref": .string("#/components/\(kind)/\(name)")])
    }

    /// This object with further members; nil leaves a member out.
    func adding(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        guard case .object(let own) = self, case .object(let further) = JSONValue.members(pairs) else { return self }
        return .object(own + further)
    }
}

extension String {
    /// The string as a value; nil when it is empty.
    var jsonUnlessEmpty: JSONValue? { isEmpty ? nil : .string(self) }

    /// The string with a capital first letter.
    var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension JSONValue {
    /// The value as text for people: one member a line, lists of plain values on one line.
    func indented(by depth: Int = 0) -> String {
        let inner = String(repeating: " ", count: (depth + 1) * 2)
        let outer = String(repeating: " ", count: depth * 2)
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                "\(inner)\(JSONValue.string($0.name).compact): \($0.value.indented(by: depth + 1))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        case .array(let items) where items.contains(where: \.isContainer):
            let lines = items.map { inner + $0.indented(by: depth + 1) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
        case .array(let items): return "[\(items.map(\.compact).joined(separator: ", "))]"
        case .null, .bool, .integer, .real, .string, .object: return compact
        }
    }

    private var compact: String {
        var writer = JSONWriter(capacity: 64)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private var isContainer: Bool {
        switch self {
        case .object, .array: true
        case .null, .bool, .integer, .real, .string: false
        }
    }
}
