/// Reads names, strings, numbers and literals with Python's idea of where each of them goes wrong.
struct JSONScalarScanner {
    private let scalars: [Unicode.Scalar]
    /// How many scalars have been read.
    private(set) var offset = 0
    /// The first thing that Python accepts and we do not.
    private(set) var firstNote: JSONSyntaxError?

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    var isAtEnd: Bool { offset == scalars.count }

    private var next: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

    func isNext(_ scalar: Unicode.Scalar) -> Bool { next == scalar }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        offset += 1
        return true
    }

    mutating func skipWhitespace() {
        while let scalar = next, [" ", "\t", "\n", "\r"].contains(scalar) { offset += 1 }
    }

    /// An error at the place reached.
    func fault(_ message: String) -> JSONSyntaxError {
        JSONSyntaxError(offset: offset, message: message)
    }

    mutating func note(_ message: String, at offset: Int) {
        if firstNote == nil { firstNote = JSONSyntaxError(offset: offset, message: message) }
    }

    /// Takes a string, a literal or a number.
    mutating func scanScalarValue() throws(JSONSyntaxError) {
        if isNext("\"") {
            _ = try scanString()
            return
        }
        for literal in ["null", "true", "false"] where take(literal) { return }
        let start = offset
        for literal in ["NaN", "Infinity", "-Infinity"] where take(literal) {
            note("NaN and Infinity are not allowed", at: start)
            return
        }
        try scanNumber()
    }

    private mutating func take(_ literal: String) -> Bool {
        guard scalars[offset...].starts(with: literal.unicodeScalars) else { return false }
        offset += literal.unicodeScalars.count
        return true
    }

    private mutating func scanNumber() throws(JSONSyntaxError) {
        let start = offset
        _ = take("-" as Unicode.Scalar)
        if !take("0" as Unicode.Scalar), !skipDigits() {
            throw JSONSyntaxError(offset: start, message: "Expecting value")
        }
        var isReal = skipIfDigitsFollow(".")
        if skipExponent() { isReal = true }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<offset])
        let isInRange = isReal ? Double(text)?.isFinite == true : Int(text) != nil
        if !isInRange { note("Number out of range", at: start) }
    }

    private mutating func skipDigits() -> Bool {
        let start = offset
        while let scalar = next, ("0"..."9").contains(scalar) { offset += 1 }
        return offset > start
    }

    /// Takes `prefix` and the digits after it, or nothing at all.
    private mutating func skipIfDigitsFollow(_ prefix: Unicode.Scalar) -> Bool {
        let start = offset
        if take(prefix), skipDigits() { return true }
        offset = start
        return false
    }

    private mutating func skipExponent() -> Bool {
        let start = offset
        if take("e" as Unicode.Scalar) || take("E" as Unicode.Scalar) {
            if !take("+" as Unicode.Scalar) { _ = take("-" as Unicode.Scalar) }
            if skipDigits() { return true }
        }
        offset = start
        return false
    }

    /// Takes a string from its opening to its closing quote.
    /// - Returns: Its UTF-16 or UTF-32 units: good enough to tell whether two names are the same.
    mutating func scanString() throws(JSONSyntaxError) -> [UInt32] {
        let start = offset
        var units: [UInt32] = []
        offset += 1
        while let scalar = next {
            switch scalar {
            case "\"":
                offset += 1
                return units
            case "\\":
                units.append(try scanEscape(stringStart: start))
            case _ where scalar.value < 0x20:
                throw fault("Invalid control character at")
            default:
                units.append(scalar.value)
                offset += 1
            }
        }
        throw JSONSyntaxError(offset: start, message: "Unterminated string starting at")
    }

    private mutating func scanEscape(stringStart: Int) throws(JSONSyntaxError) -> UInt32 {
        let start = offset
        offset += 1
        guard let letter = next else {
            throw JSONSyntaxError(offset: stringStart, message: "Unterminated string starting at")
        }
        if letter == "u" { return try scanUnicodeEscape() }
        let meanings: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        guard let meaning = meanings[letter] else {
            throw JSONSyntaxError(offset: start, message: "Invalid \\escape")
        }
        offset += 1
        return meaning.value
    }

    /// Takes the `uXXXX` of an escape, and of the one after it when both make a surrogate pair.
    private mutating func scanUnicodeEscape() throws(JSONSyntaxError) -> UInt32 {
        let start = offset
        let first = try scanFourDigits()
        if first == 0 { note("U+0000 is not allowed", at: start - 1) }
        guard (0xD800...0xDFFF).contains(first) else { return first }
        if first < 0xDC00, offset + 6 < scalars.count, isNext("\\"), scalars[offset + 1] == "u" {
            let afterFirst = offset
            offset += 1
            let second = try scanFourDigits()
            if (0xDC00...0xDFFF).contains(second) {
                return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
            }
            offset = afterFirst
        }
        note("Lone surrogate", at: start - 1)
        return first
    }

    /// Takes `u` and four digits. Python wants one more scalar behind them, as the string cannot end there.
    private mutating func scanFourDigits() throws(JSONSyntaxError) -> UInt32 {
        let fault = fault("Invalid \\uXXXX escape")
        guard offset + 5 < scalars.count else { throw fault }
        var value: UInt32 = 0
        for scalar in scalars[offset + 1...offset + 4] {
            guard scalar.properties.isASCIIHexDigit, let digit = Character(scalar).hexDigitValue else { throw fault }
            value = value << 4 + UInt32(digit)
        }
        offset += 5
        return value
    }
}
