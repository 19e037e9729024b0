internal import HTTPRouting
internal import Logging
internal import Platform
internal import Postgres
internal import Secrets
internal import Settings
internal import SharedBudget
internal import WebToken

/// The program `onboarding-responder`: settings in, worker out.
public enum OnboardingResponder {
    /// The exit status for settings or arguments that cannot be used, `EX_CONFIG` of `sysexits.h`: starting it again
    /// will not help.
    public static var misconfigured: Int32 { 78 }

    /// Runs the worker to its end and returns the exit status.
    public static func main(_ arguments: [String]) -> Int32 {
        let log: Logger
        do {
            let options = try WorkerOptions(arguments)
            let settings = try Settings.load()
            let level = settings.logLevel
            log = Logger(label: "onboarding-responder") { StructuredLog(label: $0, level: level) }
            let configuration = try ConnectionConfiguration(
                url: settings.database.url.revealed,
                applicationName: "ava-\(options.pool)",
                forceGenericPlans: settings.database.preparesStatements,
                lockTimeout: settings.database.preparesStatements ? Database.lockLimit : nil
            )
            let budget = try settings.runtimeDirectory.map {
                try SharedConnectionBudget(
                    directory: $0,
                    slots: settings.database.connectionBudget,
                    group: options.pool
                )
            }
            let application = Application(
                database: try Database(
                    DatabaseConnections(
                        configuration: configuration,
                        preparesStatements: settings.database.preparesStatements
                    ),
                    budget: budget
                ),
                tokens: try TokenKeySet(
                    current: settings.jwtSecret.revealed,
                    previous: settings.jwtPreviousSecrets.map(\.revealed)
                ),
                keys: settings.fernetKeys,
                passwords: PasswordHasher(),
                log: log,
                scoreboard: options.scoreboard
            )
            let worker = try Worker(
                options,
                application,
                Router(APIRoutes.table),
                requestDeadline: settings.requestDeadline
            )
            worker.run()
            return 0
        } catch {
            StandardError.write("onboarding-responder: \(error)\n")
            return misconfigured
        }
    }
}
