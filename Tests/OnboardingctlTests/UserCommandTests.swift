import Support
import Secrets
import Testing

@testable import onboardingctl

@Suite struct UserCommandTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
        try database.migrate()
    }

    private func user(_ arguments: String..., password: String = "correct horse", files: [String: String] = [:])
        -> CommandRun
    {
        CommandRun(["user"] + arguments, environment: database.environment, files: files, password: password)
    }

    private func passwordMatches(_ password: String) throws -> Bool {
        let hash = try #require(try database.texts("select hashed_password from users").first ?? nil)
        return PasswordHasher().verify(password, against: hash) != .differs
    }

    private func signIn() throws {
        try database.run("insert into sessions (user_id, expires_at) select id, now() + interval '1 day' from users")
    }

    private func sessions() throws -> [String?] {
        try database.texts("select coalesce(ended_reason, 'live') from sessions order by ended_reason")
    }

    @Test func aUserIsCreatedWithTheGivenPassword() throws {
        let run = user("create", "ava@example.org", "--full-name", "Ava Lumen")
        #expect(run.exitCode == 0)
        #expect(run.output == "ava@example.org is created.\n")
        #expect(try database.texts("select full_name || ' ' || is_active from users") == ["Ava Lumen true"])
        #expect(try passwordMatches("correct horse"))
    }

    @Test func aPasswordFileIsReadWithoutItsLineBreak() throws {
        let run = user("create", "ava@example.org", "--password-file", "/p", files: ["/p": "from a file\n"])
        #expect(run.exitCode == 0)
        #expect(try passwordMatches("from a file"))
        #expect(user("create", "b@example.org", "--password-file", "/none").exitCode == 1)
    }

    @Test func anAddressIsTakenWhateverItsCase() {
        _ = user("create", "ava@example.org")
        let run = user("create", "AVA@example.org")
        #expect(run.exitCode == 1)
        #expect(run.notes == "onboardingctl: AVA@example.org already exists.\n")
    }

    @Test func anAddressIsStoredAsASignUpStoresIt() throws {
        #expect(user("create", " Ava@example.org ").output == "Ava@example.org is created.\n")
        #expect(try database.texts("select email from users") == ["Ava@example.org"])
    }

    @Test(arguments: [
        "ava", "@example.org", "ava@", "a b@example.org", "a@b@c", "", "ava@example", "a..b@example.org",
        "ava\u{200B}@example.org",
    ])
    func aBadAddressIsRefused(address: String) throws {
        let run = user("create", address)
        #expect(run.exitCode == 1)
        #expect(run.notes == "onboardingctl: That is not an e-mail address.\n")
        #expect(try database.texts("select email from users").isEmpty)
    }

    @Test func aBadPasswordIsRefusedAndNeverShown() throws {
        for (password, reason) in [
            ("", "has fewer than 8 characters"), ("1234567", "has fewer than 8 characters"),
            ("password1", "is among the most common"), ("12345678", "is among the most common"),
            ("nul\u{0}in the middle", "holds a NUL character"), (String(repeating: "x", count: 600), "has more than"),
        ] {
            let run = user("create", "ava@example.org", password: password)
            #expect(run.exitCode == 1)
            #expect(run.notes.contains(reason), "\(run.notes)")
            #expect(run.output.isEmpty)
            #expect(password.isEmpty || !run.notes.contains(password))
        }
        #expect(try database.texts("select email from users").isEmpty)
    }

    @Test func aNewPasswordEndsEverySession() throws {
        _ = user("create", "ava@example.org")
        try signIn()
        let run = user("set-password", "Ava@Example.org", password: "battery staple")
        #expect(run.output == "Ava@Example.org has a new password. Sessions ended: 1.\n")
        #expect(try passwordMatches("battery staple"))
        #expect(try !passwordMatches("correct horse"))
        #expect(try sessions() == ["password_changed"])
    }

    @Test func disablingEndsTheSessionsAtOnceAndEnablingLetsInAgain() throws {
        _ = user("create", "ava@example.org")
        try signIn()
        try signIn()
        try database.run(
            "update sessions set ended_at = now(), ended_reason = 'logout' where id = (select min(id::text)::uuid from sessions)"
        )
        #expect(user("disable", "ava@example.org").output == "ava@example.org is disabled. Sessions ended: 1.\n")
        #expect(try sessions() == ["logout", "revoked"])
        #expect(try database.texts("select is_active::text from users") == ["false"])
        #expect(user("enable", "ava@example.org").output == "ava@example.org is enabled.\n")
        #expect(try database.texts("select is_active::text from users") == ["true"])
        #expect(try sessions() == ["logout", "revoked"])
    }

    @Test func aUserWithAnAddressThatNobodyCouldSignUpWithIsFound() throws {
        try database.run("insert into users (email, hashed_password) values ('root@localhost', 'x')")
        #expect(user("set-password", "Root@localhost", password: "battery staple").exitCode == 0)
        #expect(user("disable", "root@localhost").exitCode == 0)
    }

    @Test(arguments: ["set-password", "enable"])
    func failedSignInsAreForgotten(verb: String) throws {
        _ = user("create", "Ava@Example.org")
        try database.run(
            """
            insert into login_attempts (account_hash, failures)
                 values (sha256('ava@example.org'), 21), (sha256('bob@example.org'), 21)
            """
        )
        #expect(user(verb, "AVA@example.org", password: "battery staple").exitCode == 0)
        #expect(
            try database.texts("select (account_hash = sha256('bob@example.org'))::text from login_attempts") == [
                "true"
            ]
        )
    }

    @Test(arguments: ["set-password", "disable", "enable"])
    func anUnknownUserIsNamed(verb: String) {
        let run = user(verb, "nobody@example.org")
        #expect(run.exitCode == 1)
        #expect(run.notes == "onboardingctl: There is no user nobody@example.org.\n")
    }
}
