public import JSON

/// A request body that has passed every check.
public struct Body: Sendable {
    /// The fields that came, in the order of their declaration, in their stored form; null where the client sent null.
    public let members: [JSONMember]
    /// For each of ``members`` the position of its field in the declaration.
    public let positions: [Int]

    /// Whether nothing came.
    public var isEmpty: Bool { members.isEmpty }

    /// What came for a field: nil when it was absent.
    public subscript(name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }

    /// The string that came for a field; nil when it was absent or null.
    public func string(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    /// The truth value that came for a field; nil when it was absent or null.
    public func bool(_ name: String) -> Bool? {
        if case .bool(let truth)? = self[name] { truth } else { nil }
    }
}

extension Body {
    /// Reads and checks a request body.
    /// - Throws: ``Problem``: 415 for another media type, 422 with every fault at once.
    init(_ bytes: [UInt8], contentType: String, fields: [Field]) throws(Problem) {
        guard Body.isJSON(contentType) else { throw .unsupportedMediaType }
        let hidesValues = fields.contains(where: \.isSecret)
        guard !bytes.isEmpty else { throw Body.missing }
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue.parse(bytes)
        } catch {
            let context = JSONMember(name: "error", value: .string(error.message))
            let fault = FieldError("json_invalid", "JSON decode error", input: .object([]), context: [context])
            throw Problem([fault.inside(.integer(error.offset)).inside("body")])
        }
        guard case .object(let sent) = document else {
            let message = "Input should be a valid dictionary or object to extract fields from"
            let input = hidesValues ? document.masked : document
            throw Problem([FieldError("model_attributes_type", message, input: input).inside("body")])
        }
        var members: [JSONMember] = []
        var positions: [Int] = []
        var faults: [FieldError] = []
        for position in fields.indices {
            // Clients may send the fields in any order; most send them in this one.
            guard let found = Self.position(of: fields[position].name, in: sent, from: members.count) else {
                let field = fields[position]
                if field.isRequired {
                    let input = hidesValues ? document.masked : document
                    faults.append(
                        FieldError("missing", "Field required", input: input).inside(.string(field.name))
                    )
                }
                continue
            }
            let (field, value) = (fields[position], sent[found].value)
            if value == .null, !field.isRequired {
                members.append(JSONMember(name: field.name, value: .null))
                positions.append(position)
                continue
            }
            do throws(FieldErrors) {
                members.append(JSONMember(name: field.name, value: try field.type.validate(value)))
                positions.append(position)
            } catch {
                faults += error.errors.map { fault in
                    var fault = fault.inside(.string(field.name))
                    if field.isSecret { fault.input = .string("**********") }
                    return fault
                }
            }
        }
        guard faults.isEmpty else { throw Problem(faults.map { $0.inside("body") }) }
        self.members = members
        self.positions = positions
    }

    /// Where the member with this name stands, looked for from a likely position on.
    private static func position(of name: String, in members: [JSONMember], from first: Int) -> Int? {
        if first < members.count, members[first].name.hasSameBytes(as: name) { return first }
        return members.indices.first { members[$0].name.hasSameBytes(as: name) }
    }

    /// A body that consists of nothing, for routes without one.
    static let none = Body(members: [], positions: [])

    private static var missing: Problem {
        Problem([FieldError("missing", "Field required", input: .null).inside("body")])
    }

    /// No media type, `application/json` or `application/*+json`; the only character set is UTF-8.
    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == "application/json" { return true }
        let parts = contentType.split(separator: ";").map { $0.trimmingSpaces.lowercased() }
        guard let type = parts.first, !contentType.isEmpty else { return contentType.trimmingSpaces.isEmpty }
        guard type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json")) else {
            return false
        }
        return parts.dropFirst().allSatisfy { parameter in
            !parameter.hasPrefix("charset=")
                || ["charset=utf-8", "charset=\"utf-8\"", "charset=utf8"].contains(parameter)
        }
    }
}

extension JSONValue {
    /// The same structure with every value in it hidden: for echoing a body that may hold a secret under any name.
    var masked: JSONValue {
        switch self {
        case .object(let members): .object(members.map { JSONMember(name: $0.name, value: $0.value.masked) })
        case .array(let items): .array(items.map(\.masked))
        case .null, .bool: self
        case .integer, .real, .string: .string("**********")
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        var text = Substring(self)
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text.removeFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return String(text)
    }
}
