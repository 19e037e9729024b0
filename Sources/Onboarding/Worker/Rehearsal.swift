internal import FastCGI
internal import HTTPRouting
internal import Platform
internal import Pooling
internal import Postgres
internal import Secrets
internal import SystemPackage
internal import WebToken

/// A worker's first request takes as long as ten others: types are put together, libraries set themselves up. A process
/// that will be copied has all that behind it when it has rehearsed.
struct Rehearsal {
    private let name: String
    private let id: String

    /// - Throws: when there is no randomness.
    init() throws {
        id = try SecureRandom.uuid()
        name = "@ava-rehearsal-\(ThisProcess.id)-\(id)"
    }

    /// Has a worker of its own serve requests that need no database, and takes over a connection that leads nowhere.
    /// - Throws: `Errno` and others. Nothing depends on it but the time of the first request.
    func perform(_ preparation: borrowing WorkerPreparation) throws {
        Estate.rehearse()
        let original = preparation.application
        _ = try original.keys.decrypt(original.keys.encrypt(Array(id.utf8)))
        let listener = try UnixSocket.listen(named: name)
        defer { listener.closeIgnoringErrors() }
        // The first gets its answer, and the second is refused: all that is done for somebody with a token is done.
        let clients = try ["/healthz", "/api/v1/user/profile"].map { try ask(for: $0, original.tokens) }
        defer { for client in clients { client.closeIgnoringErrors() } }
        var options = WorkerOptions()
        options.maximumRequests = clients.count
        options.maximumAge = .seconds(1)
        let understudy = try WorkerPreparation(
            understudyOf: preparation,
            try Self.withoutDatabase(original),
            Listener(inherited: listener)
        )
        try Worker(options, understudy, nil).run()
    }

    private func ask(for target: String, _ tokens: TokenKeySet) throws -> FileDescriptor {
        let expired = tokens.sign(AccessClaims(subject: 1, session: id, issuedAt: 0, expiresAt: 1))
        let request = RequestMessage([
            "REQUEST_METHOD": "GET", "REQUEST_URI": target, "CONTENT_TYPE": "", "CONTENT_LENGTH": "", "REQUEST_ID": id,
            "REQUEST_SCHEME": "http", "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer \(expired)",
            "HTTP_COOKIE": "rehearsal=1", "HTTP_USER_AGENT": "rehearsal",
        ])
        let client = try UnixSocket.connect(named: name)
        do {
            try client.writeAll(request.bytes)
        } catch {
            client.closeIgnoringErrors()
            throw error
        }
        UnixSocket.endWriting(client)
        return client
    }

    /// Any process may connect to the socket of the rehearsal: what it asked for would find no database.
    private static func withoutDatabase(_ original: Application) throws -> Application {
        let nowhere = DatabaseConnections(
            configuration: try ConnectionConfiguration(
                url: "postgresql://nobody@/nothing?host=/nonexistent",
                applicationName: "rehearsal"
            ),
            preparesStatements: true
        )
        return Application(
            database: try Database(nowhere, budget: nil),
            tokens: original.tokens,
            keys: original.keys,
            passwords: original.passwords,
            log: original.log
        )
    }
}
