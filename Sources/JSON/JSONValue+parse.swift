extension JSONValue {
    /// Reads one document that fills `bytes` completely.
    ///
    /// Strict: UTF-8 without a byte order mark, no member name twice in an object (however it is escaped), no U+0000,
    /// no lone surrogate, no NaN or Infinity, no integer beyond 64 bits, no real beyond the range of `Double`.
    /// Any value may stand at the top level.
    /// - Parameters:
    ///   - bytes: The document.
    ///   - maximumDepth: How many arrays and objects may lie in each other, 0 to 2048.
    /// - Throws: `JSONSyntaxError` with the place and the reason.
    public static func parse(_ bytes: Span<UInt8>, maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        precondition((0...2048).contains(maximumDepth), "jansson reads at most 2048 levels")
        if maximumDepth > 1, let value = PlainObject.read(bytes) { return value }
        if passesFirstGlance(bytes, maximumDepth: maximumDepth), let document = JanssonDocument(bytes) {
            return document.value
        }
        throw JSONDiagnosis.explain(bytes.indices.map { bytes[$0] }, maximumDepth: maximumDepth)
    }

    /// Reads one document that fills `bytes` completely; see `parse(_:maximumDepth:)` for spans.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        try parse(bytes.span, maximumDepth: maximumDepth)
    }

    /// Reads one document that fills `bytes` completely; see `parse(_:maximumDepth:)` for spans.
    public static func parse(_ bytes: ArraySlice<UInt8>, maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        try parse(bytes.span, maximumDepth: maximumDepth)
    }

    /// Whether brackets outside strings nest no deeper than allowed and no byte is zero.
    ///
    /// jansson overlooks a zero byte after a number or a literal, and its own depth limit is fixed at compile time.
    /// The answer is exact for well-formed documents; jansson refuses the others.
    private static func passesFirstGlance(_ bytes: Span<UInt8>, maximumDepth: Int) -> Bool {
        var depth = 0
        var insideString = false
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0:
                return false
            case UInt8(ascii: "\""):
                insideString.toggle()
            case UInt8(ascii: "\\") where insideString:
                index += 1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if !insideString {
                    depth += 1
                    if depth > maximumDepth { return false }
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if !insideString { depth -= 1 }
            default:
                break
            }
            index += 1
        }
        return true
    }
}
