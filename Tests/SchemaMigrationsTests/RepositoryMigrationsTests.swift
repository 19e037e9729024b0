import Foundation
import SchemaMigrations
import Support
import Testing

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
