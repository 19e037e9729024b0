/// When a migration was written, as the number `YYYYMMDDhhmmss`. Migrations run in the order of their versions.
public struct MigrationVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The fourteen digits as one number, as `schema_migrations.version` stores it.
    public let number: Int64

    /// A version as `schema_migrations` stores it; the number came from a valid file name and is not checked again.
    public init(number: Int64) {
        self.number = number
    }

    /// A version from exactly fourteen ASCII digits that name a moment of the calendar; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 14, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text),
            Self.isMoment(number)
        else { return nil }
        self.number = number
    }

    /// The fourteen digits.
    public var description: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 14 - digits.count)) + digits
    }

    /// Older before newer.
    public static func < (one: MigrationVersion, other: MigrationVersion) -> Bool {
        one.number < other.number
    }

    private static func isMoment(_ number: Int64) -> Bool {
        let (second, minute, hour) = (number % 100, number / 100 % 100, number / 10_000 % 100)
        let (day, month, year) = (number / 1_000_000 % 100, number / 100_000_000 % 100, number / 10_000_000_000)
        guard second < 60, minute < 60, hour < 24, (1...12).contains(month), year >= 2000 else { return false }
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let days: Int64 =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return (1...days).contains(day)
    }
}
