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
