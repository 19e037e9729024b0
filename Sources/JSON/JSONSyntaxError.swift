/// Why a document was refused.
///
/// The offset equals that of Python 3.11's `json.loads` for every document that Python refuses too, because clients of
/// the API know it from there. For what only we refuse it is the start of the offending token or escape.
public struct JSONSyntaxError: Error, Sendable, Equatable {
    /// Where the fault is: the number of Unicode scalars before it.
    public let offset: Int
    /// What was wrong, in a few words. It never quotes the document.
    public let message: String

    /// An error at `offset` scalars from the start of the document.
    public init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }
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
