internal import FastCGI
internal import HTTPRouting
internal import HTTPTypes
internal import Logging
internal import Platform
internal import Postgres
internal import Scoreboard
internal import Secrets
internal import Settings
internal import SharedBudget
internal import WebToken

/// What a worker has in hand before it takes part in anything: no lock, no slot, no connection. What it has opened
/// belongs to all workers, so a copy of the process can go on as if it had prepared itself.
struct WorkerPreparation: ~Copyable {
    let application: Application
    let router: Router<Application>
    let board: Scoreboard?
    let routes: RoutePlaces?
    let listener: Listener
    let connection: FastCGI.Connection
    let signals: WorkerSignals
    let requestDeadline: Duration

    /// Reads the settings, and opens what workers share: the listening socket, inherited as descriptor 0, and the files
    /// of the runtime directory.
    /// - Throws: an error whose description is a sentence that names what is wrong.
    init(_ options: WorkerOptions) throws {
        let settings = try Settings.load()
        let application = try Self.application(settings, options)
        let router = Router(APIRoutes.table)
        let board = try options.scoreboard.map { try Scoreboard(path: $0) }
        let routes = try board?.enter(routes: router.table.routes.map { "\($0.method.rawValue) \($0.path)" })
        let signals = try WorkerSignals()
        let listener = try Listener()
        connection = try Connection(listener)
        self.application = application
        self.router = router
        self.board = board
        self.routes = routes
        self.listener = listener
        self.signals = signals
        requestDeadline = settings.requestDeadline
    }

    /// The same with another application and another listening socket, and on no scoreboard.
    /// - Throws: `Errno` or `FastCGIError`.
    init(understudyOf other: borrowing Self, _ application: Application, _ listener: Listener) throws {
        let signals = try WorkerSignals()
        connection = try Connection(listener)
        self.application = application
        self.listener = listener
        self.signals = signals
        router = other.router
        board = nil
        routes = nil
        requestDeadline = other.requestDeadline
    }

    private static func application(_ settings: Settings, _ options: WorkerOptions) throws -> Application {
        let level = settings.logLevel
        let connections = DatabaseConnections(
            configuration: try ConnectionConfiguration(
                url: settings.database.url.revealed,
                applicationName: "ava-\(options.pool)",
                startOptions: settings.database.preparesStatements,
                lockTimeout: settings.database.preparesStatements ? Database.lockLimit : nil
            ),
            preparesStatements: settings.database.preparesStatements
        )
        let budget = try settings.runtimeDirectory.map {
            try SharedConnectionBudget(
                directory: $0,
                slots: settings.database.connectionBudget,
                group: options.pool
            )
        }
        return Application(
            database: try Database(connections, budget: budget),
            tokens: try TokenKeySet(
                current: settings.jwtSecret.revealed,
                previous: settings.jwtPreviousSecrets.map(\.revealed)
            ),
            keys: settings.fernetKeys,
            passwords: PasswordHasher(),
            log: Logger(label: "onboarding-responder") { StructuredLog(label: $0, level: level) },
            scoreboard: options.scoreboard
        )
    }
}
