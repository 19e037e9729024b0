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
