/// Which bytes of a text stand for themselves between quotation marks.
enum OrdinaryText {
    /// Whether a byte has to be escaped: the quotation mark, the backslash and control characters.
    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Whether no byte has to be escaped. Looks at eight bytes at a time.
    static func isAll(_ source: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(source)
        var index = 0
        var found: UInt64 = 0
        while index + 8 <= bytes.count {
            found |= unsafe escapes(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        while index < bytes.count {
            if unsafe needsEscape(bytes[index]) { return false }
            index += 1
        }
        return found == 0
    }

    /// Whether all eight bytes are ASCII.
    static func isASCII(_ word: UInt64) -> Bool { word & (ones &* 0x80) == 0 }

    /// Not zero when one of the eight bytes has to be escaped: the lowest bit set is the highest of the first such byte.
    static func escapes(_ word: UInt64) -> UInt64 {
        let quotationMarks = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        // A byte below n borrows from its highest bit when n is taken away; one with that bit set is none of ours.
        let below = (word &- ones &* 0x20) & ~word
        let zeros = ((quotationMarks &- ones) & ~quotationMarks) | ((backslashes &- ones) & ~backslashes)
        return (below | zeros) & (ones &* 0x80)
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
}
