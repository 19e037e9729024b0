import ArgumentParser

/// The administration tool. It only wires: each command reads its flags and calls the library that does the work.
@main
struct Onboardingctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "onboardingctl",
        abstract: "Administers an Ava Onboarding installation.",
        discussion: """
            Settings come from the environment; NAME_FILE reads the setting NAME from a file.

            Exit status: 0 done, 1 failed or would not start, 64 wrong usage.
            """,
        subcommands: [
            Serve.self, Status.self, Scale.self, Reload.self, Upgrade.self, Stop.self, Migrate.self, Check.self,
            Prune.self, User.self, OpenAPI.self,
        ]
    )
}
