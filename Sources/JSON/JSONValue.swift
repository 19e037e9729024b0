/// A JSON document or a part of one, as [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259) describes it.
public enum JSONValue: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number written without fraction and exponent.
    case integer(Int)
    /// A number written with a fraction or an exponent; always finite when it comes from `parse`.
    case real(Double)
    /// A text.
    case string(String)
    /// An ordered list.
    case array([JSONValue])
    /// Members in the order of the document; names are unique when the value comes from `parse`.
    case object([JSONMember])

    /// The value of the member called `name`; nil when there is none or when this is no object.
    ///
    /// Names are compared scalar by scalar, so two spellings that merely look alike are different names.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.isCalled(name) { return member.value }
        return nil
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    /// A text that is written down in the program.
    public init(stringLiteral value: String) { self = .string(value) }
}

/// One name and its value inside a JSON object.
public struct JSONMember: Sendable, Equatable {
    /// The name, with its escapes resolved.
    public var name: String
    /// The value that belongs to the name.
    public var value: JSONValue

    /// A member of an object under construction.
    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }

    /// Whether the name is `other`, byte by byte.
    func isCalled(_ other: String) -> Bool { name.hasSameBytes(as: other) }
}

extension String {
    /// Whether both are encoded alike. The operator takes canonically equivalent spellings for the same.
    public func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let (own, others) = (utf8.span, other.utf8.span)
        for index in own.indices where own[index] != others[index] { return false }
        return true
    }
}
