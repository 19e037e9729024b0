internal import JSON

/// The conversions of Pydantic v2's lax mode, which the clients of the audited backend rely on.
/// See <https://docs.pydantic.dev/latest/concepts/conversion_table/>.
enum LaxCoercion {
    static func boolean(_ value: JSONValue) throws(FieldErrors) -> Bool {
        switch value {
        case .bool(let truth): return truth
        case .integer(0): return false
        case .integer(1): return true
        case .real(let number) where Int(exactly: number) != nil:
            if number == 0 { return false }
            if number == 1 { return true }
        case .string(let text) where text.utf8.count <= 5:
            switch text.lowercased() {
            case "0", "off", "f", "false", "n", "no": return false
            case "1", "on", "t", "true", "y", "yes": return true
            default: break
            }
        case .integer, .string: break
        default:
            throw FieldErrors(FieldError("bool_type", "Input should be a valid boolean", input: value))
        }
        let message = "Input should be a valid boolean, unable to interpret input"
        throw FieldErrors(FieldError("bool_parsing", message, input: value))
    }

    static func integer(_ value: JSONValue, in range: ClosedRange<Int>) throws(FieldErrors) -> Int {
        let number: Int
        switch value {
        case .integer(let given): number = given
        case .bool(let truth): number = truth ? 1 : 0
        case .real(let given):
            guard given.rounded(.towardZero) == given else {
                let message = "Input should be a valid integer, got a number with a fractional part"
                throw FieldErrors(FieldError("int_from_float", message, input: value))
            }
            guard let exact = Int(exactly: given) else {
                let message = "Unable to parse input string as an integer, exceeded maximum size"
                throw FieldErrors(FieldError("int_parsing_size", message, input: value))
            }
            number = exact
        case .string(let text):
            guard let parsed = integer(in: text) else {
                let message = "Input should be a valid integer, unable to parse string as an integer"
                throw FieldErrors(FieldError("int_parsing", message, input: value))
            }
            number = parsed
        default:
            throw FieldErrors(FieldError("int_type", "Input should be a valid integer", input: value))
        }
        if number < range.lowerBound {
            throw bound("greater_than_equal", "greater", "ge", range.lowerBound, value)
        }
        if number > range.upperBound {
            throw bound("less_than_equal", "less", "le", range.upperBound, value)
        }
        return number
    }

    private static func bound(
        _ type: String,
        _ comparison: String,
        _ name: String,
        _ limit: Int,
        _ value: JSONValue
    ) -> FieldErrors {
        FieldErrors(.limit(type, "Input should be \(comparison) than or equal to \(limit)", name, limit, value))
    }

    /// White space around, one sign, digits with single underscores between them, and a fraction of zeros only.
    /// A number too large for `Int` saturates: every range ends before that.
    private static func integer(in text: String) -> Int? {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        var digits = Substring(text).unicodeScalars.drop(while: isSpace)
        while let last = digits.last, isSpace(last) { digits.removeLast() }
        var isNegative = false
        if let sign = digits.first, sign == "+" || sign == "-" {
            isNegative = sign == "-"
            digits.removeFirst()
        }
        if let point = digits.firstIndex(of: ".") {
            let fraction = digits[digits.index(after: point)...]
            guard !fraction.isEmpty, fraction.allSatisfy({ $0 == "0" }) else { return nil }
            digits = digits[..<point]
        }
        var number = 0
        var previousIsDigit = false
        for scalar in digits {
            if scalar == "_", previousIsDigit {
                previousIsDigit = false
                continue
            }
            guard ("0"..."9").contains(scalar) else { return nil }
            previousIsDigit = true
            let (scaled, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = scaled.addingReportingOverflow(Int(scalar.value) - 48)
            number = overflow || sumOverflow ? .max : sum
            if number == .max { number = .max / 10 }
        }
        guard previousIsDigit else { return nil }
        return isNegative ? -number : number
    }
}
