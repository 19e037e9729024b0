import Logging
import Secrets
import Settings
import Testing

@Suite struct DefaultsTests {
    @Test func theLeastConfigurationHasTheDocumentedDefaults() throws {
        let settings = try load()
        #expect(settings.database.url.revealed == "postgresql://app@db.example/ava")
        #expect(settings.database.connectionBudget == 16)
        #expect(settings.database.preparesStatements)
        #expect(settings.jwtSecret.revealed == Array(goodSecret.utf8))
        #expect(settings.jwtPreviousSecrets.isEmpty)
        #expect(settings.publicURL == nil)
        #expect(settings.thirdParties.vapiBaseURL.description == "https://api.vapi.ai")
        #expect(settings.thirdParties.twilioBaseURL.description == "https://api.twilio.com")
        #expect(settings.thirdParties.postHog == nil)
        #expect(settings.requestDeadline == .seconds(10))
        #expect(settings.logLevel == .info)
        #expect(settings.runtimeDirectory == nil)
    }

    @Test func everySettingIsRead() throws {
        let settings = try load([
            "DATABASE_CONNECTION_BUDGET": "3",
            "DATABASE_PREPARED_STATEMENTS": "off",
            "JWT_PREVIOUS_SECRETS": "\(goodSecret)1,\(goodSecret)2",
            "FERNET_KEYS": "\(fernetKey),\(otherFernetKey)",
            "PUBLIC_URL": "https://ava.example/",
            "VAPI_BASE_URL": "http://127.0.0.1:9001/vapi",
            "TWILIO_BASE_URL": "http://[::1]:9002",
            "POSTHOG_HOST": "https://eu.i.posthog.com",
            "POSTHOG_API_KEY": "phc_abc",
            "REQUEST_DEADLINE": "2.5",
            "LOG_LEVEL": "debug",
            "RUNTIME_DIRECTORY": "/run/ava/",
        ])
        #expect(settings.database.connectionBudget == 3)
        #expect(!settings.database.preparesStatements)
        #expect(settings.jwtPreviousSecrets.map(\.revealed) == ["1", "2"].map { Array((goodSecret + $0).utf8) })
        #expect(settings.publicURL?.description == "https://ava.example")
        #expect(settings.thirdParties.vapiBaseURL.description == "http://127.0.0.1:9001/vapi")
        #expect(settings.thirdParties.twilioBaseURL.description == "http://[::1]:9002")
        #expect(settings.thirdParties.postHog?.host.description == "https://eu.i.posthog.com")
        #expect(settings.thirdParties.postHog?.apiKey.revealed == "phc_abc")
        #expect(settings.requestDeadline == .milliseconds(2500))
        #expect(settings.logLevel == .debug)
        #expect(settings.runtimeDirectory == "/run/ava")
    }

    @Test func anEmptyVariableCountsAsNotSetAndAnUnknownOneIsIgnored() throws {
        let settings = try load(["REQUEST_DEADLINE": "", "POSTHOG_API_KEY": "", "DATABASE_COLOUR": "red"])
        #expect(settings.requestDeadline == .seconds(10))
        #expect(settings.thirdParties.postHog == nil)
    }

    @Test func serveNeedsARuntimeDirectory() throws {
        let found = problems([:], requiring: [.runtimeDirectory])
        #expect(found.map(\.description) == ["RUNTIME_DIRECTORY is required and not set."])
        let settings = try load(["RUNTIME_DIRECTORY": "/run/ava"], requiring: [.runtimeDirectory])
        #expect(settings.runtimeDirectory == "/run/ava")
    }
}
