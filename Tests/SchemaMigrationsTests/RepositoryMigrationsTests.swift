import Foundation
import SchemaMigrations
import Testing

/// The files this repository ships.
enum RepositoryMigrations {
    static let folder = URL(filePath: #filePath).appending(path: "../../../Migrations").standardizedFileURL

    static func files() throws -> [MigrationFile] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
            MigrationFile(name: $0.lastPathComponent, bytes: Array(try Data(contentsOf: $0)))
        }
    }
}

@Suite struct RepositoryMigrationsTests {
    @Test func theRequiredVersionIsThatOfTheNewestFile() throws {
        let set = try MigrationSet(parsing: RepositoryMigrations.files())
        #expect(set.migrations.last?.version == SchemaVersion.required)
    }

    @Test func everyMigrationCanBeUndone() throws {
        for migration in try MigrationSet(parsing: RepositoryMigrations.files()).migrations {
            #expect(migration.down != nil, "\(migration.file.fileName)")
        }
    }

    @Test func theRevisionsOfTheAuditStayVisibleInTheNames() throws {
        let names = try RepositoryMigrations.files().map(\.name)
        #expect(names.contains { $0.hasSuffix("_ffacb20841b4_create_twilio_credentials.sql") })
        #expect(names.contains { $0.hasSuffix("_c256afd5baca_create_user_onboarding.sql") })
    }
}
