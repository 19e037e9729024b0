import Adoption
import Postgres
import SchemaMigrations
import Support
import Testing

/// What is a database to adopt, and what is not.
@Suite struct OriginTests {
    private static let users = "create table users (id serial, email varchar, hashed_password varchar, plan varchar);"

    private func adopt(_ script: String) throws -> AdoptionReport {
        let installation = try Installation(
            """
            drop table users, vapi_credentials, twilio_credentials, user_onboarding, campaigns, alembic_version;
            """,
            script
        )
        return try installation.adopt(isDryRun: true)
    }

    @Test(arguments: [
        "create table alembic_version (version_num varchar); \(users)",
        "create table vapi_credentials (id serial primary key); create table invoices (); \(users)",
        // A migration run that failed before its first file.
        "create table alembic_version (version_num varchar); create table schema_migrations (version bigint, name text,"
            + " checksum text, applied_at timestamptz); \(users)",
    ])
    func theEarlierProductIsKnownByItsTables(script: String) throws {
        #expect(try !adopt(script).findings.isEmpty)
    }

    @Test(arguments: [
        ("select 1", "there is nothing to adopt"),
        (
            "create table schema_migrations (version bigint, name text, checksum text, applied_at timestamptz)",
            "there is nothing to adopt"
        ),
        ("create table orders ()", "needs a table 'users'"),
        ("create table alembic_version (); create table users (id int, login text)", "hashed_password"),
        ("create table orders (); \(users)", "beside it 'alembic_version'"),
    ])
    func anythingElseIsRefused(script: String, sentence: String) throws {
        let error = try #require(throws: MigrationError.self) { try adopt(script) }
        #expect(error.code == "refused")
        #expect(error.description.contains(sentence))
    }

    @Test func aDatabaseOfThisProductIsRefused() throws {
        let installation = try Installation()
        let ours = try TestDatabase()
        try Migrator(connection: try ours.connect()).run(.up, of: installation.folder)
        let error = try #require(throws: MigrationError.self) {
            try Adopter(connection: ours.connect()).run(of: installation.folder, isDryRun: false)
        }
        #expect(error.description.contains("of this product already"))
    }
}
