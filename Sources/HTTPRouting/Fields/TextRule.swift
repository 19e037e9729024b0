internal import JSON

/// What a string field takes. Lengths count Unicode scalars, as Python and PostgreSQL do.
public struct TextRule: Sendable {
    /// Which characters may stand in the string.
    public enum Characters: Sendable {
        /// All but U+0000, which no JSON document that is read here can contain.
        case any
        /// The visible ASCII characters, `!` to `~`: what fits into a header of another service.
        case visibleASCII
    }

    /// The least and the most scalars.
    public let length: ClosedRange<Int>
    /// Which characters may stand in the string.
    public let characters: Characters
    /// A last check that may also bring the string into its stored form; nil refuses it.
    package let refine: Refinement?

    /// A check that a pattern cannot express, with the sentence that refuses.
    public struct Refinement: Sendable {
        package let message: String
        /// The `format` and the `pattern` that the documentation gives, as far as there is one for the check.
        package let format: String?
        package let pattern: String?
        let apply: @Sendable (String) -> String?

        /// - Parameters:
        ///   - message: the sentence for a string that is refused.
        ///   - format: a format of JSON Schema that all strings of the stored form have.
        ///   - pattern: a regular expression that fits the very strings that are not refused.
        ///   - apply: returns the stored form, or nil to refuse.
        public init(
            message: String,
            format: String? = nil,
            pattern: String? = nil,
            apply: @escaping @Sendable (String) -> String?
        ) {
            self.message = message
            self.format = format
            self.pattern = pattern
            self.apply = apply
        }
    }

    /// A rule; by default any characters and no further check.
    public init(length: ClosedRange<Int>, characters: Characters = .any, refine: Refinement? = nil) {
        self.length = length
        self.characters = characters
        self.refine = refine
    }

    func validate(_ value: JSONValue) throws(FieldErrors) -> JSONValue {
        guard case .string(let text) = value else {
            throw FieldErrors(FieldError("string_type", "Input should be a valid string", input: value))
        }
        if text.utf8.count > length.upperBound, text.unicodeScalars.count > length.upperBound {
            throw lengthError("string_too_long", "at most", "max_length", length.upperBound, value)
        }
        if text.utf8.count < length.lowerBound * 4, text.unicodeScalars.count < length.lowerBound {
            throw lengthError("string_too_short", "at least", "min_length", length.lowerBound, value)
        }
        if characters == .visibleASCII, !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            let pattern = JSONMember(name: "pattern", value: .string("^[!-~]+$"))
            let message = "String should match pattern '^[!-~]+$'"
            throw FieldErrors(FieldError("string_pattern_mismatch", message, input: value, context: [pattern]))
        }
        guard let refine else { return value }
        guard let refined = refine.apply(text) else {
            throw FieldErrors(.value(refine.message, input: value))
        }
        return .string(refined)
    }

    private func lengthError(
        _ type: String,
        _ comparison: String,
        _ name: String,
        _ limit: Int,
        _ value: JSONValue
    ) -> FieldErrors {
        let message = "String should have \(comparison) \(limit) character\(limit == 1 ? "" : "s")"
        return FieldErrors(.limit(type, message, name, limit, value))
    }
}
