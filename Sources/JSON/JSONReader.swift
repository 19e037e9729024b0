/// Reads one document from its first byte to its last and builds its value on the way.
///
/// It goes through the document as Python's `json.loads` does, so the fault at which it stops is the one that Python
/// reports. What only we refuse is noted and passed over: the first note is the answer when nothing else is wrong.
@safe
struct JSONReader {
    /// Why a document is refused.
    struct Fault: Error {
        /// How many bytes stand before it.
        let position: Int
        let message: String
    }

    /// How deep the recursion goes, whatever else is wrong. Python goes no deeper either.
    static let deepestNesting = 1000

    /// The document.
    let bytes: UnsafeBufferPointer<UInt8>
    /// How many bytes it has.
    let count: Int
    /// How many bytes have been read.
    var position = 0
    private let maximumDepth: Int
    private var depth = 0
    private var firstNote: Fault?

    /// A reader of bytes that must outlive it.
    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        unsafe self.bytes = bytes
        count = bytes.count
        self.maximumDepth = maximumDepth
    }

    /// The value that fills the document.
    mutating func readDocument() throws(Fault) -> JSONValue {
        skipSpace()
        let value = try readValue()
        skipSpace()
        guard isAtEnd else { throw fault("Nothing may follow the value") }
        if let firstNote { throw firstNote }
        return value
    }

    private mutating func readValue() throws(Fault) -> JSONValue {
        switch next {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"): return .object(try readMembers())
        case UInt8(ascii: "["): return .array(try readElements())
        case UInt8(ascii: "t"): if take(word: "true") { return .bool(true) }
        case UInt8(ascii: "f"): if take(word: "false") { return .bool(false) }
        case UInt8(ascii: "n"): if take(word: "null") { return .null }
        default: return try readNumber()
        }
        throw fault("A value is expected here")
    }

    private mutating func readMembers() throws(Fault) -> [JSONMember] {
        try open()
        var members: [JSONMember] = []
        if !take("}") {
            var names = MemberNames()
            members.reserveCapacity(8)
            repeat {
                skipSpace()
                let start = position
                guard next == UInt8(ascii: "\"") else {
                    throw fault("A member name in quotation marks is expected here")
                }
                let name = try readString()
                if !names.insert(name, after: members) { note("Duplicate member name", at: start) }
                skipSpace()
                guard take(":") else { throw fault("A colon is expected here") }
                skipSpace()
                members.append(JSONMember(name: name, value: try readValue()))
                skipSpace()
            } while take(",")
            guard take("}") else { throw fault("A comma or the end of the object is expected here") }
        }
        depth -= 1
        return members
    }

    private mutating func readElements() throws(Fault) -> [JSONValue] {
        try open()
        var elements: [JSONValue] = []
        if !take("]") {
            repeat {
                skipSpace()
                elements.append(try readValue())
                skipSpace()
            } while take(",")
            guard take("]") else { throw fault("A comma or the end of the array is expected here") }
        }
        depth -= 1
        return elements
    }

    /// Takes the opening bracket of an array or object, and the space behind it.
    private mutating func open() throws(Fault) {
        depth += 1
        if depth > maximumDepth {
            note("Nesting deeper than \(maximumDepth) levels", at: position)
            if depth > Self.deepestNesting, let firstNote { throw firstNote }
        }
        position += 1
        skipSpace()
    }

    /// What is wrong at the place reached.
    func fault(_ message: String) -> Fault { Fault(position: position, message: message) }

    /// Keeps the first thing that Python accepts and we do not.
    mutating func note(_ message: String, at position: Int) {
        if firstNote == nil { firstNote = Fault(position: position, message: message) }
    }
}

/// Access to the memory of the document. `position` moves only over bytes that have been seen, so never past the end.
extension JSONReader {
    /// The next byte; zero, which no token has, at the end of the document.
    var next: UInt8 { isAtEnd ? 0 : unsafe bytes[position] }

    var isAtEnd: Bool { position == count }

    /// Takes an ASCII character if it is the next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Takes a word if it comes next.
    mutating func take(word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count - position >= length else { return false }
        for offset in 0..<length where unsafe bytes[position + offset] != word.utf8Start[offset] { return false }
        position += length
        return true
    }

    mutating func skipSpace() {
        while true {
            switch next {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
            default: return
            }
        }
    }

    /// Goes to the next byte that may not stand in a string as it is, or to the end.
    /// - Returns: Whether all bytes on the way are ASCII.
    mutating func skipOrdinaryText() -> Bool {
        var seen: UInt64 = 0
        let words = unsafe UnsafeRawBufferPointer(bytes)
        while count - position >= 8 {
            // The first byte has to be the lowest.
            let word = unsafe UInt64(littleEndian: words.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let escapes = OrdinaryText.escapes(word)
            if escapes != 0 {
                let before: UInt64 = (1 << escapes.trailingZeroBitCount) &- 1
                position += escapes.trailingZeroBitCount / 8
                return OrdinaryText.isASCII(seen | (word & before))
            }
            seen |= word
            position += 8
        }
        while !isAtEnd, !OrdinaryText.needsEscape(next) {
            seen |= UInt64(next)
            position += 1
        }
        return OrdinaryText.isASCII(seen)
    }

    /// The text from `start` to the place reached.
    func run(from start: Int) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(rebasing: bytes[start..<position])
    }
}

/// The names of one object, while it is read.
///
/// Few are told apart without hashing. A hostile document may have thousands in one object, so many go into a set. Names
/// are bytes there: strings that are canonically equivalent are equal.
private struct MemberNames {
    private static let few = 16
    private var many: Set<[UInt8]> = []

    /// Adds the name that follows those of `members`. False when it is one of them.
    mutating func insert(_ name: String, after members: [JSONMember]) -> Bool {
        if members.count < Self.few { return !members.contains { $0.name.hasSameBytes(as: name) } }
        if many.isEmpty { many = Set(members.map { Array($0.name.utf8) }) }
        return many.insert(Array(name.utf8)).inserted
    }
}
