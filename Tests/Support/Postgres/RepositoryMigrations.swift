public import Foundation
public import SchemaMigrations

/// The migrations that this repository ships.
public enum RepositoryMigrations {
    /// Their folder.
    public static let folder = Repository.root.appending(path: "Migrations")

    /// The files.
    public static func files() throws -> [MigrationFile] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
            MigrationFile(name: $0.lastPathComponent, bytes: Array(try Data(contentsOf: $0)))
        }
    }
}

extension TestDatabase {
    /// A database of its own with the tables of this release.
    public static func migrated() throws -> TestDatabase {
        let database = try TestDatabase()
        let migrations = try MigrationSet(parsing: RepositoryMigrations.files())
        try Migrator(connection: database.connect()).run(.up, of: migrations, grantingTo: "app")
        return database
    }
}
