import Foundation
import Onboarding
import RouteSupport
import Support

/// What the suites talk to: the whole route table. Without a web server, in this process, over a real PostgreSQL; or,
/// when `AVA_FRONT_DOOR` is set, through a local nginx to real workers. What they expect is the same.
enum Service {
    private static let shared = Result {
        ProcessInfo.processInfo.environment["AVA_FRONT_DOOR"] == nil ? try inProcess() : try throughNginx()
    }

    /// A client without a token.
    static var client: ServiceClient {
        get throws { try shared.get().client }
    }

    /// The database, seen with the eyes of the role that owns the tables.
    static var database: StackDatabase {
        get throws { try shared.get().database }
    }

    /// Signs access tokens.
    static var jwtSecret: String {
        get throws { try shared.get().jwtSecret }
    }

    private struct Parts {
        let client: ServiceClient
        let database: StackDatabase
        let jwtSecret: String
        var stack: RunningStack?
    }

    private static func inProcess() throws -> Parts {
        let service = try InProcessService(OnboardingApplication.routes) { OnboardingApplication.services($0) }
        let database = StackDatabase(url: service.database.ownerURL)
        let secret = InProcessService<OnboardingApplication.Services>.jwtSecret
        return Parts(client: ServiceClient(service.client), database: database, jwtSecret: secret)
    }

    private static func throughNginx() throws -> Parts {
        let stack = try RunningStack(workers: 4)
        guard let secret = try stack.values()["JWT_SECRET"] else {
            throw CocoaError(.fileReadUnknown)
        }
        return Parts(
            client: ServiceClient(stack.client),
            database: try stack.database(),
            jwtSecret: secret,
            stack: stack
        )
    }
}

/// A client of whatever the suites talk to.
struct ServiceClient: APIClient {
    private let client: any APIClient

    init(_ client: any APIClient) { self.client = client }

    var token: String? { client.token }

    func with(token: String?) -> ServiceClient { ServiceClient(client.with(token: token)) }

    func send(_ method: String, _ path: String, bytes: [UInt8]?, headers: [String: String]) throws -> HTTPAnswer {
        try client.send(method, path, bytes: bytes, headers: headers)
    }
}

/// A customer who has just signed up.
typealias Visitor = Support.Visitor<ServiceClient>

extension Visitor {
    init() throws { try self.init(Service.client) }
}
