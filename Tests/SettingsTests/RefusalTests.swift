import Settings
import Testing

@Suite struct RefusalTests {
    @Test(
        arguments: [
            ("DATABASE_URL", nil, SettingsProblem.Code.missing), ("DATABASE_URL", "", .missing),
            ("DATABASE_URL", "mysql://app@db/ava", .malformed), ("DATABASE_URL", "host=db colour=red", .malformed),
            ("JWT_SECRET", nil, .missing), ("JWT_SECRET", String(repeating: "s", count: 31), .tooShort),
            ("JWT_PREVIOUS_SECRETS", "\(goodSecret),short", .tooShort),
            ("JWT_PREVIOUS_SECRETS", "\(goodSecret),", .tooShort),
            ("FERNET_KEYS", nil, .missing), ("FERNET_KEYS", "not-a-key", .malformed),
            ("FERNET_KEYS", "\(fernetKey),", .malformed), ("FERNET_KEYS", String(fernetKey.dropLast(4)), .malformed),
            ("DATABASE_CONNECTION_BUDGET", "0", .outOfRange), ("DATABASE_CONNECTION_BUDGET", "-1", .malformed),
            ("DATABASE_CONNECTION_BUDGET", "16 ", .malformed), ("DATABASE_CONNECTION_BUDGET", "0x10", .malformed),
            ("DATABASE_CONNECTION_BUDGET", "99999999999999999999", .outOfRange),
            ("DATABASE_PREPARED_STATEMENTS", "maybe", .malformed),
            ("REQUEST_DEADLINE", "0", .outOfRange), ("REQUEST_DEADLINE", "301", .outOfRange),
            ("REQUEST_DEADLINE", "99ms", .outOfRange), ("REQUEST_DEADLINE", "ten", .malformed),
            ("REQUEST_DEADLINE", "-5", .malformed), ("REQUEST_DEADLINE", "1e2", .malformed),
            ("REQUEST_DEADLINE", "inf", .malformed), ("REQUEST_DEADLINE", "1.", .malformed),
            ("REQUEST_DEADLINE", "5 s", .malformed), ("LOG_LEVEL", "loud", .malformed),
            ("RUNTIME_DIRECTORY", "run/ava", .malformed), ("RUNTIME_DIRECTORY", "/", .malformed),
            ("PUBLIC_URL", "ava.example", .malformed), ("PUBLIC_URL", "ftp://ava.example", .malformed),
            ("VAPI_BASE_URL", "https://user:pw@api.example", .malformed),
            ("VAPI_BASE_URL", "https://api.example/?a=1", .malformed), ("VAPI_BASE_URL", "https:///", .malformed),
            ("TWILIO_BASE_URL", "https://api.example:0", .malformed),
            ("TWILIO_BASE_URL", "https://api example", .malformed),
            ("TWILIO_BASE_URL", "https://api.example\r\nX: y", .malformed), ("POSTHOG_HOST", "posthog", .malformed),
            ("POSTHOG_API_KEY", "phc\n1", .malformed),
        ] as [(String, String?, SettingsProblem.Code)]
    )
    func aBadValueIsRefusedByNameAndNeverShown(name: String, value: String?, code: SettingsProblem.Code) throws {
        let found = problems(["POSTHOG_HOST": "https://eu.example"].merging([name: value]) { $1 })
        let problem = try #require(found.first)
        #expect(found.count == 1)
        #expect(problem.setting.rawValue == name)
        #expect(problem.code == code)
        #expect(problem.description.hasPrefix(name))
        #expect(problem.description.hasSuffix("."))
        if let value, value.count > 3 { #expect(!problem.description.contains(value)) }
    }

    @Test func allProblemsAreReportedAtOnce() {
        let found = problems([
            "DATABASE_URL": nil, "JWT_SECRET": "short", "FERNET_KEYS": "x", "REQUEST_DEADLINE": "soon",
        ])
        #expect(found.map(\.setting) == [.databaseURL, .jwtSecret, .fernetKeys, .requestDeadline])
    }

    @Test func anAnalyticsKeyNeedsAHost() {
        #expect(problems(["POSTHOG_API_KEY": "phc_abc"]).map(\.setting) == [.postHogHost])
    }

    @Test func noDescriptionOfTheSettingsShowsASecret() throws {
        let settings = try load(["POSTHOG_HOST": "https://eu.example", "POSTHOG_API_KEY": "phc_hidden"])
        var dumped = ""
        dump(settings, to: &dumped)
        let texts = ["\(settings)", String(reflecting: settings), dumped]
        for text in texts {
            #expect(!text.contains("a-secret"))
            #expect(!text.contains("phc_hidden"))
            #expect(!text.contains("db.example"))
            #expect(!text.contains(fernetKey))
            #expect(!text.contains("\(goodSecret.utf8.first ?? 0), \(goodSecret.utf8.dropFirst().first ?? 0)"))
        }
    }
}
