extension JSONReader {
    /// Takes a string from its opening to its closing quotation mark.
    mutating func readString() throws(Fault) -> String {
        let opening = position
        position += 1
        let isASCII = skipOrdinaryText()
        guard next == UInt8(ascii: "\"") else { return try readEscapedString(opening: opening) }
        let text = unsafe run(from: opening + 1)
        position += 1
        if isASCII { return unsafe String(decoding: text, as: UTF8.self) }
        return try unsafe string(String(validating: text, as: UTF8.self))
    }

    /// Takes a string again whose first escape has been reached.
    private mutating func readEscapedString(opening: Int) throws(Fault) -> String {
        var text = ByteBuffer(capacity: 2 * (position - opening) + 64)
        var start = opening + 1
        while !isAtEnd {
            unsafe text.append(run(from: start))
            if take("\"") { return try string(text.text) }
            guard next == UInt8(ascii: "\\") else { throw fault("A control character must be escaped") }
            position += 1
            guard !isAtEnd else { break }
            for byte in try readEscape().utf8 { text.append(byte) }
            start = position
            _ = skipOrdinaryText()
        }
        throw Fault(position: opening, message: "The string does not end")
    }

    /// The text that has been read; a fault when it was no UTF-8. `JSONSyntaxError` finds out where.
    private func string(_ text: String?) throws(Fault) -> String {
        guard let text else { throw fault("The text is not UTF-8") }
        return text
    }

    /// Takes an escape. One that stands for no scalar of ours is noted.
    private mutating func readEscape() throws(Fault) -> Unicode.Scalar {
        let start = position - 1
        let letter = next
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw Fault(position: start, message: "There is no such escape")
        }
        let first = try readFourDigits()
        if first == 0 { note("U+0000 is not allowed", at: start) }
        if let scalar = Unicode.Scalar(first) { return scalar }
        let afterFirst = position
        if first < 0xDC00, take("\\"), take("u") {
            let second = try readFourDigits()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        position = afterFirst
        note("Lone surrogate", at: start)
        return "\u{FFFD}"
    }

    /// Takes the four digits after a `u`.
    private mutating func readFourDigits() throws(Fault) -> UInt32 {
        let fault = Fault(position: position - 1, message: "Four hexadecimal digits must follow")
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch next {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 + UInt32(next - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 + UInt32(next - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 + UInt32(next - UInt8(ascii: "A") + 10)
            default: throw fault
            }
            position += 1
        }
        // The string cannot end with them.
        guard !isAtEnd else { throw fault }
        return value
    }
}

extension JSONReader {
    /// Takes a number. One out of range is noted, and so are Python's NaN and Infinity.
    mutating func readNumber() throws(Fault) -> JSONValue {
        let start = position
        _ = take("-")
        guard take("0") || skipDigits() else {
            position = start
            return try readNotANumber()
        }
        var isReal = skipFraction()
        if skipExponent() { isReal = true }
        let text = unsafe String(decoding: run(from: start), as: UTF8.self)
        if isReal {
            if let number = Double(text), number.isFinite { return .real(number) }
        } else if let number = Int(text) {
            return .integer(number)
        }
        note("Number out of range", at: start)
        return .null
    }

    private mutating func readNotANumber() throws(Fault) -> JSONValue {
        let start = position
        guard take(word: "NaN") || take(word: "Infinity") || take(word: "-Infinity") else {
            throw fault("A value is expected here")
        }
        note("NaN and Infinity are not allowed", at: start)
        return .null
    }

    private mutating func skipFraction() -> Bool {
        let start = position
        if take("."), skipDigits() { return true }
        position = start
        return false
    }

    private mutating func skipExponent() -> Bool {
        let start = position
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if skipDigits() { return true }
        }
        position = start
        return false
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
        return position > start
    }
}
