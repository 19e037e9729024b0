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
                let migration = try MigrationParser.parse(fileName: file.name, bytes: file.bytes)
                if let twin = migrations.last, twin.version == migration.version {
                    errors.append(
                        MigrationSyntaxError(
                            file: file.name,
                            position: .start,
                            code: .duplicateVersion,
                            message: "The version is also that of \(twin.file.fileName)."
                        )
                    )
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
    public subscript(version: MigrationVersion) -> Migration? { migrations.first { $0.version == version } }
}

/// A file of the migrations folder as it was read, not yet looked into.
public struct MigrationFile: Sendable {
    /// The name without its folder.
    public let name: String
    /// The content.
    public let bytes: [UInt8]

    /// A file from its name and content.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
