/// One migration file, read and checked.
public struct Migration: Hashable, Sendable {
    /// Version and name, from the file's name.
    public let file: MigrationFileName
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal. Stored when the migration is applied: a file that
    /// changes afterwards is noticed.
    public let checksum: String
    /// The checksums of earlier editions, from `-- migrate:replaces`. A database that applied one of them has this
    /// migration; a later edition may only mend what kept others from applying it.
    public let replacedChecksums: [String]
    /// What applies the migration.
    public let up: Section
    /// What undoes it; nil when the file has no `-- migrate:down`, so it cannot be undone.
    public let down: Section?

    /// The version in the file's name.
    public var version: MigrationVersion { file.version }

    /// The statements under `-- migrate:up` or `-- migrate:down`, at least one.
    public struct Section: Hashable, Sendable {
        /// Whether all statements run in one transaction. False after `transaction:false`, which statements such as
        /// `create index concurrently` need.
        public let usesTransaction: Bool
        /// In the order of the file.
        public let statements: [SQLStatement]
    }
}

/// The name of a migration file: `YYYYMMDDhhmmss_verb_noun.sql`.
public struct MigrationFileName: Hashable, Sendable {
    /// The fourteen digits in front.
    public let version: MigrationVersion
    /// What stands between the version and `.sql`, such as `create_users`.
    public let name: String

    /// A file name from its parts; nil when `name` is not lower-case ASCII letters, digits and single underscores.
    public init?(version: MigrationVersion, name: String) {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        guard words.count >= 2, words.allSatisfy(Self.isWord) else { return nil }
        self.version = version
        self.name = name
    }

    /// Reads a file name without its folder; nil for anything that is not `YYYYMMDDhhmmss_verb_noun.sql`.
    public init?(parsing fileName: String) {
        guard fileName.hasSuffix(".sql") else { return nil }
        let stem = fileName.dropLast(4)
        guard let underscore = stem.firstIndex(of: "_"), let version = MigrationVersion(stem[..<underscore]) else {
            return nil
        }
        self.init(version: version, name: String(stem[stem.index(after: underscore)...]))
    }

    /// The whole file name, with `.sql`.
    public var fileName: String { "\(version)_\(name).sql" }

    private static func isWord(_ word: Substring) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}

/// When a migration was written, as the number `YYYYMMDDhhmmss`. Migrations run in the order of their versions.
public struct MigrationVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The fourteen digits as one number, as `schema_migrations.version` stores it.
    public let number: Int64

    /// A version as `schema_migrations` stores it; the number came from a valid file name and is not checked again.
    public init(number: Int64) { self.number = number }

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

/// The schema version this build of the application needs.
///
/// A worker is ready only when the database has reached it.
public enum SchemaVersion {
    /// The version of the newest file in `Migrations/` when the program was built: see the plugin `NewestMigration`.
    public static let required = newestMigration

    /// One row, one boolean: whether the database has reached the version bound to `:version`.
    ///
    /// The application role may read `schema_migrations`. On a database that was never migrated the table does not
    /// exist and the statement fails with SQLSTATE 42P01: not ready either.
    public static let isReachedStatement = "select coalesce(max(version), 0) >= :version::bigint from schema_migrations"
}
