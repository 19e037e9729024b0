import ArgumentParser
import Testing

@testable import onboardingctl

@Suite struct HelpTests {
    @Test func theRootNamesItsCommandsAndExitStatus() {
        let help = Onboardingctl.helpMessage(columns: 100)
        for words in [
            "migrate ", "check ", "user ", "Exit status: 0 done, 1 failed or would not start, 64 wrong usage.",
        ] {
            #expect(help.contains(words))
        }
    }

    @Test(
        arguments: [
            (MigrateUp.self, "onboardingctl migrate up [--migrations <dir>] [--dry-run] [--wait <seconds>]"),
            (MigrateDown.self, "onboardingctl migrate down [--steps <steps>]"),
            (MigrateStatus.self, "onboardingctl migrate status [--migrations <dir>]"),
            (MigrateNew.self, "onboardingctl migrate new <name> [--migrations <dir>]"),
            (Check.self, "onboardingctl check"),
            (UserCreate.self, "onboardingctl user create <email> [--full-name <full-name>] [--password-file <path>]"),
            (UserSetPassword.self, "onboardingctl user set-password <email> [--password-file <path>]"),
            (UserDisable.self, "onboardingctl user disable <email>"),
            (UserEnable.self, "onboardingctl user enable <email>"),
        ] as [(any ParsableCommand.Type, String)]
    )
    func eachCommandShowsItsUsage(command: any ParsableCommand.Type, usage: String) {
        #expect(Onboardingctl.helpMessage(for: command, columns: 200).contains("USAGE: \(usage)"))
    }

    @Test func noCommandTakesAPasswordAsAnArgument() {
        for command in [UserCreate.self, UserSetPassword.self] as [any ParsableCommand.Type] {
            #expect(!Onboardingctl.helpMessage(for: command, columns: 200).contains("--password <"))
        }
    }

    @Test(arguments: [
        ["user", "create"], ["migrate", "sideways"], ["migrate", "down", "--steps", "0"], ["check", "--loud"],
        ["migrate", "up", "--wait", "-1"], ["migrate", "up", "--lock-timeout", "0"], ["openapi", ""], ["nonsense"],
    ])
    func wrongUsageEndsWithStatus64(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Onboardingctl.parseAsRoot(arguments) }
        #expect(error.map { Onboardingctl.exitCode(for: $0).rawValue } == 64)
    }

    @Test func theHelpOfAdoptSaysWhatADryRunLocks() {
        let help = Onboardingctl.helpMessage(for: MigrateAdopt.self, columns: 1000)
        #expect(help.contains("locks users, vapi_credentials, twilio_credentials and user_onboarding"))
    }

    @Test func migrateAloneMeansUp() throws {
        #expect(try Onboardingctl.parseAsRoot(["migrate", "--dry-run"]) is MigrateUp)
    }
}
