import SchemaMigrations
import Testing

@Suite struct MigrationSetTests {
    @Test func filesAreOrderedByVersionAndOthersAreNotLookedAt() throws {
        let set = try MigrationSet(parsing: [
            file("20250102000000_create_b.sql"), file("20250101000000_create_a.sql"),
            MigrationFile(name: "README.md", bytes: [0xFF]),
        ])
        #expect(set.migrations.map(\.file.name) == ["create_a", "create_b"])
    }

    @Test func theChecksumIsTheSHA256OfTheFile() throws {
        let set = try MigrationSet(parsing: [
            MigrationFile(name: "20250101000000_create_a.sql", bytes: Array("-- migrate:up\nselect 1;\n".utf8))
        ])
        // From `printf -- '-- migrate:up\nselect 1;\n' | sha256sum`.
        #expect(set.migrations.map(\.checksum) == ["b25711afa7238b17a0e15eb4494ff7f2c0dd4d7956aef3e31c04343b2ec6e97b"])
    }

    @Test func everyProblemOfEveryFileIsReportedAtOnce() throws {
        let failure = try #require(throws: MigrationSet.Failure.self) {
            try MigrationSet(parsing: [
                file("20250101000000_create_a.sql"), file("20250101000000_create_b.sql"),
                file("20250102000000_create_c.sql", up: ""), file("nonsense.sql"),
            ])
        }
        #expect(failure.errors.map(\.code) == [.duplicateVersion, .emptySection, .badFileName])
        #expect(failure.description.split(separator: "\n").count == 3)
    }
}
