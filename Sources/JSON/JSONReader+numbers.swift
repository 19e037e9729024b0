extension JSONReader {
    /// Takes a number. One out of range is noted, and so are Python's NaN and Infinity.
    mutating func readNumber() throws(Fault) -> JSONValue {
        let start = position
        let isNegative = take("-")
        // Counted downwards, because the smallest number has no positive counterpart.
        var negative = 0
        var isInRange = true
        if !take("0") {
            let firstDigit = position
            while let digit = nextDigit {
                let tens = negative.multipliedReportingOverflow(by: 10)
                let sum = tens.partialValue.subtractingReportingOverflow(digit)
                negative = sum.partialValue
                if tens.overflow || sum.overflow { isInRange = false }
                position += 1
            }
            guard position > firstDigit else {
                position = start
                return try readNotANumber()
            }
        }
        var isReal = skipFraction()
        if skipExponent() { isReal = true }
        if isReal {
            let number = unsafe Double(String(decoding: run(from: start), as: UTF8.self))
            if let number, number.isFinite { return .real(number) }
        } else if isInRange, isNegative || negative > .min {
            return .integer(isNegative ? negative : -negative)
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
        while nextDigit != nil { position += 1 }
        return position > start
    }

    /// The value of the next byte as a decimal digit; nil when it is none.
    private var nextDigit: Int? {
        let value = Int(next) - 0x30
        return (0...9).contains(value) ? value : nil
    }
}
