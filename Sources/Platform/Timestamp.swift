/// A moment as people and other machines see it: microseconds since 1970-01-01T00:00:00Z, written as RFC 3339 in UTC.
public struct Timestamp: Sendable, Equatable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public let microsecondsSince1970: Int64

    /// The moment that many microseconds after 1970-01-01T00:00:00Z.
    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// The first and the last moment that RFC 3339 can write.
    private static let writable: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// For example `2026-03-01T09:30:00.250000Z`. What lies before the year 1 or after 9999, such as PostgreSQL's
    /// `infinity`, is written as the nearest moment that can be.
    public var description: String { String(decoding: ascii, as: UTF8.self) }

    /// The same text as ``description``, as ASCII bytes.
    public var ascii: [UInt8] {
        let moment = min(max(microsecondsSince1970, Self.writable.lowerBound), Self.writable.upperBound)
        let (seconds, microseconds) = flooredDivision(moment, by: 1_000_000)
        let (days, secondOfDay) = flooredDivision(seconds, by: 86_400)
        let (year, month, day) = civilDate(daysSince1970: days)
        var text: [UInt8] = []
        text.reserveCapacity(27)
        append(year, digits: 4, "-", to: &text)
        append(month, digits: 2, "-", to: &text)
        append(day, digits: 2, "T", to: &text)
        append(secondOfDay / 3_600, digits: 2, ":", to: &text)
        append(secondOfDay / 60 % 60, digits: 2, ":", to: &text)
        append(secondOfDay % 60, digits: 2, ".", to: &text)
        append(microseconds, digits: 6, "Z", to: &text)
        return text
    }

    private func append(_ number: Int64, digits: Int, _ end: Unicode.Scalar, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
        text.append(UInt8(ascii: end))
    }

    private func flooredDivision(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let remainder = value % divisor
        return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
    }

    /// The proleptic Gregorian date of a day number, by counting in eras of 400 years that begin on 1 March.
    private func civilDate(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = flooredDivision(daysSince1970 + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
