internal import JSON

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
