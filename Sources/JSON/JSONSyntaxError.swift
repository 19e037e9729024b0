/// Why a document was refused.
///
/// Offset and message equal those of Python 3.11's `json.loads` for every document that Python refuses too,
/// because clients of the API know them from there.
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
