internal import HTTPRouting
internal import HTTPTypes
internal import Logging
internal import Platform
internal import Pooling
internal import Postgres
internal import Secrets
internal import Settings
internal import SharedBudget
internal import WebToken

/// What a worker has in hand before it takes part in anything: it holds no descriptor, lock or connection, so a copy of
/// the process has the same.
struct WorkerPreparation {
    private let settings: Settings
    private let log: Logger
    private let connections: DatabaseConnections
    private let tokens: TokenKeySet
    private let passwords: PasswordHasher
    private let router: Router<Application>

    /// Reads the settings.
    /// - Throws: an error whose description is a sentence that names what is wrong.
    init(_ options: WorkerOptions) throws {
        settings = try Settings.load()
        let level = settings.logLevel
        log = Logger(label: "onboarding-responder") { StructuredLog(label: $0, level: level) }
        connections = DatabaseConnections(
            configuration: try ConnectionConfiguration(
                url: settings.database.url.revealed,
                applicationName: "ava-\(options.pool)",
                forceGenericPlans: settings.database.preparesStatements,
                lockTimeout: settings.database.preparesStatements ? Database.lockLimit : nil
            ),
            preparesStatements: settings.database.preparesStatements
        )
        tokens = try TokenKeySet(
            current: settings.jwtSecret.revealed,
            previous: settings.jwtPreviousSecrets.map(\.revealed)
        )
        passwords = PasswordHasher()
        router = Router(APIRoutes.table)
    }

    /// A worker on the listening socket that this process inherited as descriptor 0.
    /// - Parameter succession: whom to take a connection over from and hand it on to; nil for a worker that was started
    ///   by itself.
    func worker(_ options: WorkerOptions, _ succession: Succession?) throws -> Worker {
        let budget = try settings.runtimeDirectory.map {
            try SharedConnectionBudget(
                directory: $0,
                slots: settings.database.connectionBudget,
                group: options.pool
            )
        }
        return try Worker(
            options,
            try application(budget: budget, scoreboard: options.scoreboard),
            router,
            succession,
            requestDeadline: settings.requestDeadline
        )
    }

    /// Answers a request that needs no database and takes a connection over, so that what is set up at the first use is
    /// there in every copy.
    func rehearse() {
        guard let application = try? application(budget: nil, scoreboard: nil), let id = try? SecureRandom.uuid()
        else { return }
        // Genuine and expired: everything about it is looked at, and the answer is 401.
        let token = tokens.sign(AccessClaims(subject: 1, session: id, issuedAt: 0, expiresAt: 1))
        let request = Request(method: .get, path: "/api/v1/user/profile", authorization: "Bearer \(token)", id: id)
        let outcome = router.respond(
            to: request,
            contentLength: "",
            context: application,
            willCall: { _ in },
            readBody: { _ in [] }
        )
        _ = outcome?.response.encoded(requestID: id, omitsBody: false)
        _ = try? settings.fernetKeys.decrypt(settings.fernetKeys.encrypt(Array(id.utf8)))
        rehearseSuccession()
    }

    /// Takes a connection over that leads nowhere.
    private func rehearseSuccession() {
        guard let (one, other) = try? MessageSocket.pair() else { return }
        defer { other.descriptor.closeIgnoringErrors() }
        let example = HandedConnection(
            slot: 0,
            terms: ConnectionTerms(expires: .zero, idleSince: .zero),
            connection: .example
        )
        guard let handed = HandedConnection(text: example.text),
            let connection = try? Connection(resuming: handed.connection, on: one.descriptor)
        else { return one.descriptor.closeIgnoringErrors() }
        connection.abandon()
    }

    private func application(budget: SharedConnectionBudget?, scoreboard: String?) throws -> Application {
        Application(
            database: try Database(connections, budget: budget),
            tokens: tokens,
            keys: settings.fernetKeys,
            passwords: passwords,
            log: log,
            scoreboard: scoreboard
        )
    }
}
