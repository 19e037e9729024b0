/// What a route does with a request body.
public enum RouteInput: Sendable {
    /// It takes none; one that comes is not looked at.
    case none
    /// It needs a JSON object with these fields.
    case fields([Field])
    /// It takes a JSON object with these fields, or no body at all.
    case optionalFields([Field])

    /// The longest body that is read, in bytes. Longer ones are refused.
    static let maximumLength = 64 * 1024

    /// The fields, in the order of their declaration.
    public var fields: [Field] {
        switch self {
        case .none: []
        case .fields(let fields), .optionalFields(let fields): fields
        }
    }

    /// The body of a request, checked; nil when the client did not send all of it.
    /// - Parameters:
    ///   - contentLength: what CONTENT_LENGTH said, undecoded.
    ///   - readBody: reads exactly that many bytes of body, or throws.
    @usableFromInline
    func body(
        of request: Request,
        _ contentLength: String,
        _ readBody: (Int) throws -> [UInt8]
    ) throws(Problem) -> Body? {
        let length = try Self.length(contentLength)
        guard length <= Self.maximumLength else { throw .payloadTooLarge }
        if case .none = self { return Body.none }
        if case .optionalFields = self, length == 0 { return Body.none }
        guard let bytes = try? readBody(length) else { return nil }
        return try Body(bytes, contentType: request.contentType, fields: fields)
    }

    /// Only plain digits: no sign, no spaces, no list. What is too long is some number over the limit.
    private static func length(_ text: String) throws(Problem) -> Int {
        let digits = text.utf8.span
        var length = 0
        for index in digits.indices {
            guard case let digit = Int(digits[index]) - 0x30, (0...9).contains(digit) else { throw .badRequest }
            length = min(length * 10 + digit, maximumLength + 1)
        }
        return length
    }
}
