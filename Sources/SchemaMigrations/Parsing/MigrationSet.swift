internal import Platform
internal import Secrets

/// All migrations of a folder, read, checked and in order.
public struct MigrationSet: Sendable {
    /// From the oldest to the newest, no version twice.
    public let migrations: [Migration]

    /// Every problem of every file of a folder.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// In the order of the file names.
        public let errors: [MigrationSyntaxError]

        /// One problem a line.
        public var description: String { errors.map(\.description).joined(separator: "\n") }
    }

    /// Reads every file whose name ends in `.sql`; others are not looked at.
    public init(parsing files: [MigrationFile]) throws(Failure) {
        var migrations: [Migration] = []
        var errors: [MigrationSyntaxError] = []
        for file in files.filter({ $0.name.hasSuffix(".sql") }).sorted(by: { $0.name < $1.name }) {
            do {
                let checksum = Hexadecimal.format(SHA256.hash(file.bytes))
                let migration = try MigrationParser.parse(fileName: file.name, bytes: file.bytes, checksum: checksum)
                if let twin = migrations.last, twin.version == migration.version {
                    errors.append(Self.duplicate(of: twin, in: file.name))
                }
                migrations.append(migration)
            } catch {
                errors.append(error)
            }
        }
        guard errors.isEmpty else { throw Failure(errors: errors) }
        self.migrations = migrations
    }

    /// The migration with this version.
    public subscript(version: MigrationVersion) -> Migration? {
        migrations.first { $0.version == version }
    }

    private static func duplicate(of twin: Migration, in name: String) -> MigrationSyntaxError {
        MigrationSyntaxError(
            file: name,
            position: SourcePosition(line: 1, column: 1),
            code: .duplicateVersion,
            message: "The version is also that of \(twin.file.fileName)."
        )
    }
}
