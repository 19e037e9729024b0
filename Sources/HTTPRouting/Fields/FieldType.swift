internal import JSON

/// The values that a ``Field`` takes.
public indirect enum FieldType: Sendable {
    /// A string; see ``TextRule``.
    case text(TextRule)
    /// A truth value, with the coercions of Pydantic's lax mode.
    case boolean
    /// A whole number in a range, with the coercions of Pydantic's lax mode.
    case integer(ClosedRange<Int>)
    /// One of a closed list of strings.
    case choice([String])
    /// An array of at most `maximum` elements; `unique` refuses one that comes twice.
    case list(FieldType, maximum: Int, unique: Bool)

    /// A string of at most `maximum` characters (Unicode scalars).
    public static func text(maximum: Int) -> FieldType { .text(TextRule(length: 0...maximum)) }

    /// Checks a value and brings it into its stored form.
    /// - Throws: every fault of the value, with locations relative to it.
    func validate(_ value: JSONValue) throws(FieldErrors) -> JSONValue {
        switch self {
        case .text(let rule): try rule.validate(value)
        case .boolean: .bool(try LaxCoercion.boolean(value))
        case .integer(let range): .integer(try LaxCoercion.integer(value, in: range))
        case .choice(let names): try validate(value, oneOf: names)
        case .list(let element, let maximum, let unique):
            try validate(value, listOf: element, maximum: maximum, unique: unique)
        }
    }

    private func validate(_ value: JSONValue, oneOf names: [String]) throws(FieldErrors) -> JSONValue {
        if case .string(let text) = value, names.contains(where: { $0.hasSameBytes(as: text) }) { return value }
        let quoted = names.map { "'\($0)'" }
        let list = [quoted.dropLast().joined(separator: ", "), quoted.suffix(1).joined()]
            .filter { !$0.isEmpty }.joined(separator: " or ")
        let expected = JSONMember(name: "expected", value: .string(list))
        throw FieldErrors(FieldError("literal_error", "Input should be \(list)", input: value, context: [expected]))
    }

    private func validate(
        _ value: JSONValue,
        listOf element: FieldType,
        maximum: Int,
        unique: Bool
    ) throws(FieldErrors) -> JSONValue {
        guard case .array(let items) = value else {
            throw FieldErrors(FieldError("list_type", "Input should be a valid list", input: value))
        }
        guard items.count <= maximum else { throw FieldErrors(tooLong(items, maximum: maximum, input: value)) }
        var valid: [JSONValue] = []
        var errors: [FieldError] = []
        for (index, item) in items.enumerated() {
            do throws(FieldErrors) {
                valid.append(try element.validate(item))
            } catch {
                errors += error.errors.map { $0.inside(.integer(index)) }
            }
        }
        guard errors.isEmpty else { throw FieldErrors(errors) }
        if unique, let repeated = valid.indices.first(where: { valid[..<$0].contains(valid[$0]) }) {
            let error = FieldError.value("the list must not repeat an item", input: items[repeated])
            throw FieldErrors(error.inside(.integer(repeated)))
        }
        return .array(valid)
    }

    private func tooLong(_ items: [JSONValue], maximum: Int, input: JSONValue) -> FieldError {
        FieldError(
            "too_long",
            "List should have at most \(maximum) item\(maximum == 1 ? "" : "s") after validation, not \(items.count)",
            input: input,
            context: [
                JSONMember(name: "field_type", value: .string("List")),
                JSONMember(name: "max_length", value: .integer(maximum)),
                JSONMember(name: "actual_length", value: .integer(items.count)),
            ]
        )
    }
}

/// All the faults of one value.
struct FieldErrors: Error {
    let errors: [FieldError]

    init(_ errors: [FieldError]) { self.errors = errors }

    init(_ error: FieldError) { errors = [error] }
}
