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

    /// Reads one document that fills `bytes` completely; see `parse(_:maximumDepth:)` for spans.
    public static func parse(_ bytes: ArraySlice<UInt8>, maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        try parse(bytes.span, maximumDepth: maximumDepth)
    }
}
