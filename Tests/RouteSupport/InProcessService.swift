import Foundation
public import HTTPRouting
import HTTPTypes
import JSON
import Logging
import Platform
public import Settings
public import Support
import Synchronization
import WebToken

@testable import FastCGI
@testable import Postgres
@testable public import Responder

/// A route table in this process, over a migrated database of its own: each request passes the very stages that it passes
/// in a worker, from the parameters that a web server sends to the text that a worker writes.
public final class InProcessService<Services>: Sendable {
    /// Signs access tokens.
    public static var jwtSecret: String { String(repeating: "in-process-", count: 4) }

    /// The database.
    public let database: TestDatabase
    private let router: Router<Context<Services>>
    private let settings: Settings
    private let services: @Sendable (Settings) throws -> Services
    /// Workers that are free. One serves one thread at a time, and the others wait, as they do in front of a real pool.
    private let free = Mutex<[Worker]>([])
    private let places = DispatchSemaphore(value: 12)

    /// What a worker has.
    private struct Worker: @unchecked Sendable {
        let resources: WorkerResources
        let services: Services
    }

    /// A service of these routes.
    public init(
        _ routes: [ResponderRoute<Services>],
        _ services: @escaping @Sendable (Settings) throws -> Services
    ) throws {
        database = try TestDatabase.migrated()
        router = Router(RouteTable(routes))
        self.services = services
        settings = try Settings.load(
            from: [
                "DATABASE_URL": database.applicationURL, "JWT_SECRET": Self.jwtSecret,
                "FERNET_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            ],
            readFile: { _ in throw CancellationError() }
        )
    }

    /// A client without a token.
    public var client: InProcessClient { InProcessClient { try self.send($0, $1, $2, $3) } }

    /// A client with a token for a user, as another service would sign it.
    public func client(of user: Int) throws -> InProcessClient {
        let tokens = try TokenKeySet(current: Array(Self.jwtSecret.utf8), previous: [])
        let now = WallClock.secondsSince1970
        let claims = AccessClaims(subject: user, session: nil, issuedAt: now, expiresAt: now + 900)
        return client.with(token: tokens.sign(claims))
    }

    private func send(
        _ method: String,
        _ path: String,
        _ headers: [String: String],
        _ body: [UInt8]?
    ) throws -> HTTPAnswer {
        places.wait()
        defer { places.signal() }
        let worker = try free.withLock { $0.popLast() } ?? makeWorker()
        defer { free.withLock { $0.append(worker) } }
        func header(_ name: String) -> String? { headers.first { $0.key.lowercased() == name.lowercased() }?.value }
        var parameters = Parameters()
        parameters.method = method
        parameters.target = path
        parameters.contentType = header("Content-Type") ?? ""
        parameters.contentLength = header("Content-Length") ?? ""
        parameters.authorization = header("Authorization")
        parameters.cookie = header("Cookie")
        parameters.userAgent = header("User-Agent")
        parameters.requestID = header("X-Request-ID") ?? UUID().uuidString
        parameters.uniqueID = header("Unique-ID") ?? UUID().uuidString
        parameters.remoteAddress = "127.0.0.1"
        let request = Request(parameters) { UUID().uuidString }
        let outcome = router.respond(
            to: request,
            contentLength: parameters.contentLength,
            context: Context(worker.resources, worker.services, deadline: MonotonicClock.now + .seconds(10)),
            readBody: { _ in body ?? [] }
        )
        guard let outcome else { throw HTTPConnection.Failure.answerIncomplete("no answer") }
        return try HTTPAnswer(cgi: outcome.response.encoded(requestID: request.id, omitsBody: request.method == .head))
    }

    private func makeWorker() throws -> Worker {
        let configuration = try ConnectionConfiguration(url: database.applicationURL, applicationName: "route tests")
        let resources = WorkerResources(
            database: try Database(DatabaseConnections(configuration: configuration), budget: nil),
            tokens: try TokenKeySet(current: Array(Self.jwtSecret.utf8), previous: []),
            log: Logger(label: "route tests") { StructuredLog(label: $0, level: .critical) }
        )
        return Worker(resources: resources, services: try services(settings))
    }
}

/// A client of a service in this process.
public struct InProcessClient: APIClient {
    /// The access token.
    public let token: String?
    private let exchange: @Sendable (String, String, [String: String], [UInt8]?) throws -> HTTPAnswer

    fileprivate init(
        token: String? = nil,
        _ exchange: @escaping @Sendable (String, String, [String: String], [UInt8]?) throws -> HTTPAnswer
    ) {
        self.token = token
        self.exchange = exchange
    }

    /// The same client with another token.
    public func with(token: String?) -> InProcessClient { InProcessClient(token: token, exchange) }

    /// Sends one request.
    public func send(
        _ method: String,
        _ path: String,
        bytes: [UInt8]?,
        headers: [String: String]
    ) throws -> HTTPAnswer { try exchange(method, path, requestFields(bytes, headers), bytes) }
}

extension HTTPAnswer {
    /// Reads what a worker writes: header lines with a status, an empty line, the body.
    fileprivate init(cgi bytes: [UInt8]) throws {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = (0...(bytes.count - 4)).first(where: { Array(bytes[$0..<($0 + 4)]) == separator }) else {
            throw HTTPConnection.Failure.answerIncomplete(String(decoding: bytes, as: UTF8.self))
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").map {
            $0.split(separator: ":", maxSplits: 1).map(String.init)
        }
        let headers = lines.map { (name: $0[0], value: String(($0.last ?? "").drop { $0 == " " })) }
        let status = headers.first { $0.name == "Status" }?.value.split(separator: " ").first.flatMap { Int($0) }
        guard let status else { throw HTTPConnection.Failure.answerIncomplete("no status") }
        self.init(status: status, headers: headers, body: Array(bytes[(end + 4)...]))
    }
}
