import ArgumentParser

/// `onboardingctl user`
struct User: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Creates, disables and enables users.",
        discussion: """
            Passwords are read from standard input or from a file, never from an argument, which every user of the \
            machine could see.
            """,
        subcommands: [UserCreate.self, UserSetPassword.self, UserDisable.self, UserEnable.self]
    )
}
