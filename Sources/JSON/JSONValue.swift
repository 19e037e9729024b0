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
        for member in members where member.name.hasSameBytes(as: name) { return member.value }
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

extension JSONValue {
    /// Reads one document that fills `bytes` completely.
    ///
    /// Strict: UTF-8 without a byte order mark, no member name twice in an object (however it is escaped), no U+0000,
    /// no lone surrogate, no NaN or Infinity, no integer beyond 64 bits, no real beyond the range of `Double`.
    /// Any value may stand at the top level.
    /// - Parameters:
    ///   - bytes: The document.
    ///   - maximumDepth: How many arrays and objects may lie in each other, 0 to 1000.
    /// - Throws: `JSONSyntaxError` with the place and the reason.
    public static func parse(_ bytes: Span<UInt8>, maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        precondition(
            (0...JSONReader.deepestNesting).contains(maximumDepth),
            "documents are read 1000 levels deep at most"
        )
        do throws(JSONReader.Fault) {
            return try unsafe bytes.withUnsafeBufferPointer { bytes throws(JSONReader.Fault) in
                var reader = unsafe JSONReader(bytes, maximumDepth: maximumDepth)
                return try reader.readDocument()
            }
        } catch {
            throw JSONSyntaxError(error, in: bytes)
        }
    }

    /// Reads one document that fills `bytes` completely; see `parse(_:maximumDepth:)` for spans.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        try parse(bytes.span, maximumDepth: maximumDepth)
    }
}

/// Why a document was refused.
///
/// The offset equals that of Python 3.11's `json.loads` for every document that Python refuses too, because clients of
/// the API know it from there. For what only we refuse it is the start of the offending token or escape.
public struct JSONSyntaxError: Error, Sendable, Equatable {
    /// Where the fault is: the number of Unicode scalars before it.
    public let offset: Int
    /// What was wrong, in a few words. It never quotes the document.
    public let message: String
}

extension JSONSyntaxError {
    /// The fault at which reading `bytes` ended, or the place where they are no UTF-8, which counts before all else.
    init(_ fault: JSONReader.Fault, in bytes: Span<UInt8>) {
        var fault = fault
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
        } catch {
            fault = JSONReader.Fault(position: error.byteOffsets.lowerBound, message: "The text is not UTF-8")
        }
        var scalars = 0
        for index in 0..<fault.position where bytes[index] & 0xC0 != 0x80 { scalars += 1 }
        self.init(offset: scalars, message: fault.message)
    }
}
