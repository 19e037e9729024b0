import Secrets
import Settings
import Testing

/// What the administration tools read: they need no secrets.
@Suite struct ToolSettingsTests {
    private func load(_ environment: [String: String]) throws(SettingsError) -> MigrationSettings {
        try MigrationSettings.load(from: environment) { _ in throw NoSuchFile() }
    }

    @Test func migratingUsesTheOwnerAndRemembersTheApplication() throws {
        let settings = try load(["DATABASE_URL": "host=a user=app", "DATABASE_OWNER_URL": "host=a user=owner"])
        #expect(settings.ownerURL.revealed == "host=a user=owner")
        #expect(settings.applicationURL?.revealed == "host=a user=app")
    }

    @Test func withoutAnOwnerTheApplicationMigrates() throws {
        #expect(try load(["DATABASE_URL": "host=a user=app"]).ownerURL.revealed == "host=a user=app")
    }

    @Test func withNeitherMigratingIsRefused() {
        #expect(throws: SettingsError.self) { try load([:]) }
        #expect(throws: SettingsError.self) { try load(["DATABASE_OWNER_URL": "mysql://x"]) }
    }

    @Test func theDatabaseAloneLoadsWithoutSecrets() throws {
        let settings = try DatabaseSettings.load(from: ["DATABASE_URL": "host=a"]) { _ in throw NoSuchFile() }
        #expect(settings.connectionBudget == 16)
        #expect(throws: SettingsError.self) {
            try DatabaseSettings.load(from: ["DATABASE_CONNECTION_BUDGET": "0"]) { _ in throw NoSuchFile() }
        }
    }
}
