/// Finds out where and why a refused document is wrong. It runs only after a refusal and has no say in it.
///
/// It walks the document the way Python 3.11's `json.loads` does, so that place and message are Python's. What Python
/// lets pass is noted on the way, and the first such note is the answer when Python has no objection.
struct JSONDiagnosis {
    private var scanner: JSONScalarScanner
    private let maximumDepth: Int
    private var open: [Container] = []

    private init(_ scalars: [Unicode.Scalar], maximumDepth: Int) {
        scanner = JSONScalarScanner(scalars)
        self.maximumDepth = maximumDepth
    }

    /// The reason why `bytes` are no document to us.
    static func explain(_ bytes: [UInt8], maximumDepth: Int) -> JSONSyntaxError {
        var scalars: [Unicode.Scalar] = []
        var decoder = UTF8()
        var source = bytes.makeIterator()
        decoding: while true {
            switch decoder.decode(&source) {
            case .scalarValue(let scalar): scalars.append(scalar)
            case .emptyInput: break decoding
            case .error: return JSONSyntaxError(offset: scalars.count, message: "Invalid UTF-8")
            }
        }
        if scalars.first == "\u{FEFF}" {
            return JSONSyntaxError(offset: 0, message: "Unexpected UTF-8 BOM (decode using utf-8-sig)")
        }
        var diagnosis = JSONDiagnosis(scalars, maximumDepth: maximumDepth)
        do {
            try diagnosis.walk()
        } catch {
            return error
        }
        return diagnosis.scanner.firstNote
            ?? JSONSyntaxError(offset: 0, message: "The document could not be read")
    }

    /// An array or object whose end has not been reached.
    private struct Container {
        /// What closes it.
        let end: Unicode.Scalar
        /// The names seen so far; unused in an array.
        var names: Set<[UInt32]> = []
    }

    /// Visits every token. The open containers lie in a list, because the nesting of a hostile document is unbounded.
    private mutating func walk() throws(JSONSyntaxError) {
        scanner.skipWhitespace()
        repeat {
            if try !opensContainer() { try closeContainers() }
        } while !open.isEmpty
        scanner.skipWhitespace()
        if !scanner.isAtEnd { throw scanner.fault("Extra data") }
    }

    /// Takes one whole scalar or empty container, or the start of a container up to its first value, which is then
    /// the next thing to read.
    private mutating func opensContainer() throws(JSONSyntaxError) -> Bool {
        let start = scanner.offset
        let end: Unicode.Scalar
        if scanner.take("[") {
            end = "]"
        } else if scanner.take("{") {
            end = "}"
        } else {
            try scanner.scanScalarValue()
            return false
        }
        if open.count >= maximumDepth { scanner.note("Nesting deeper than \(maximumDepth) levels", at: start) }
        scanner.skipWhitespace()
        if scanner.take(end) { return false }
        open.append(Container(end: end))
        if end == "}" { try scanName() }
        return true
    }

    /// After a value: closes what ends here, up to the next value.
    private mutating func closeContainers() throws(JSONSyntaxError) {
        while let container = open.last?.end {
            scanner.skipWhitespace()
            if scanner.take(container) {
                open.removeLast()
                continue
            }
            if !scanner.take(",") { throw scanner.fault("Expecting ',' delimiter") }
            scanner.skipWhitespace()
            if container == "}" { try scanName() }
            return
        }
    }

    private mutating func scanName() throws(JSONSyntaxError) {
        let start = scanner.offset
        if !scanner.isNext("\"") { throw scanner.fault("Expecting property name enclosed in double quotes") }
        let name = try scanner.scanString()
        if !open[open.count - 1].names.insert(name).inserted { scanner.note("Duplicate property name", at: start) }
        scanner.skipWhitespace()
        if !scanner.take(":") { throw scanner.fault("Expecting ':' delimiter") }
        scanner.skipWhitespace()
    }
}
