import ArgumentParser

/// `onboardingctl check`
struct Check: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says whether this configuration would start.",
        discussion: """
            Looks at every setting, the database, its tables and its connection limit, and prints each finding. Changes \
            nothing.

            Exit status: 0 it would start, 1 it would not.
            """
    )

    func run(in context: CommandContext) throws {
        let findings = ConfigurationCheck(environment: context.environment, readFile: context.readFile).findings()
        findings.forEach { context.print($0.description) }
        guard findings.allSatisfy({ $0.level != .problem }) else { throw ExitCode.failure }
    }
}
