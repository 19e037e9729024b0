import ArgumentParser

/// `onboardingctl migrate`
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings the database's tables to the state of this release.",
        discussion: """
            Connects as DATABASE_OWNER_URL (default: DATABASE_URL), which must lead to PostgreSQL itself, not to a \
            pooler. Runs at the same time wait for each other. After 'up' the role of DATABASE_URL may read and write \
            rows and nothing else.
            """,
        subcommands: [MigrateUp.self, MigrateDown.self, MigrateStatus.self, MigrateNew.self, MigrateAdopt.self],
        defaultSubcommand: MigrateUp.self
    )
}
