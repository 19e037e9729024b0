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

/// What a worker has in hand before it takes a lock, a slot or a connection. What it has opened belongs to all workers, so
/// a copy of the process can go on as if it had prepared itself.
struct WorkerPreparation: ~Copyable {
    let resources: WorkerResources
    let respond: Respond
    let board: Scoreboard?
    let routes: RoutePlaces?
    let listener: Listener
    let exchange: Exchange
    let signals: WorkerSignals
    let requestDeadline: Duration
    let handsOver: Bool

    /// Reads the settings, and opens what workers share: the listening socket, inherited as descriptor 0, and the files
    /// of the runtime directory.
    /// - Throws: an error whose description is a sentence that names what is wrong.
    init(_ program: ProgramParts, _ options: WorkerOptions) throws {
        let settings = try Settings.load()
        let resources = try WorkerResources(program, settings, options)
        let respond = try program.prepare(resources, settings)
        let board = try options.scoreboard.map { try Scoreboard(path: $0) }
        let routes = try board?.enter(routes: program.routes.map { "\($0.method.rawValue) \($0.path)" })
        let signals = try WorkerSignals()
        let listener = try Listener()
        exchange = try Exchange(listener)
        self.resources = resources
        self.respond = respond
        self.board = board
        self.routes = routes
        self.listener = listener
        self.signals = signals
        requestDeadline = settings.requestDeadline
        handsOver = settings.database.handsOver
        warmUp(program.routes)
    }

    /// A first request takes as long as ten others, and what it sets up would be in each worker's own memory: types,
    /// libraries, statements. A process that is copied has that behind it. The deadline of these requests has passed, so
    /// none gets as far as the database.
    private borrowing func warmUp(_ routes: [RouteDescription]) {
        let claims = AccessClaims(subject: 1, session: nil, issuedAt: nil, expiresAt: WallClock.secondsSince1970 + 60)
        // The first random number makes OpenSSL set up all its ciphers. Each copy of the process seeds itself anew.
        let id = (try? SecureRandom.uuid()) ?? "warm-up"
        let token = "Bearer \(resources.tokens.sign(claims))"
        for route in routes where route.method == .get && route.access == .caller {
            let request = Request(method: .get, path: route.path, authorization: token, id: id)
            let outcome = respond(request, "", .zero, { _ in }, { _ in [] })
            _ = outcome?.response.encoded(requestID: request.id, omitsBody: false)
        }
    }
}

extension WorkerResources {
    fileprivate convenience init(_ program: ProgramParts, _ settings: Settings, _ options: WorkerOptions) throws {
        let level = settings.logLevel
        let preparesStatements = settings.database.preparesStatements
        let pool = options.pool ?? program.name
        let connections = DatabaseConnections(
            configuration: try ConnectionConfiguration(
                url: settings.database.url.revealed,
                applicationName: "ava-\(pool)",
                startOptions: preparesStatements,
                lockTimeout: preparesStatements ? Database.lockLimit : nil
            ),
            preparesStatements: preparesStatements
        )
        let budget = try settings.runtimeDirectory.map {
            try SharedConnectionBudget(directory: $0, slots: settings.database.connectionBudget, group: pool)
        }
        self.init(
            database: try Database(connections, budget: budget),
            tokens: try TokenKeySet(
                current: settings.jwtSecret.revealed,
                previous: settings.jwtPreviousSecrets.map(\.revealed)
            ),
            log: Logger(label: "\(program.name)-responder") { StructuredLog(label: $0, level: level) },
            scoreboard: options.scoreboard
        )
    }
}
