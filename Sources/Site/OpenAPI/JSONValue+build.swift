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
