public import HTTPTypes

/// One route: everything that is to be known about it, in one place.
///
/// `Context` is what the application lends to its handlers: a pool of connections, keys, a clock.
public struct Route<Context: Authenticating>: Sendable {
    /// Who may call it.
    public typealias Access = RouteAccess
    /// What it does with a request body.
    public typealias Input = RouteInput

    /// The method. A GET route answers HEAD as well.
    public let method: HTTPRequest.Method
    /// The path; `{name}` stands for one segment.
    public let path: String
    /// Further spellings of the path, kept for the audited product's clients.
    public let aliases: [String]
    /// A stable name, unique in the table: the operation's id in the OpenAPI document.
    public let name: String
    /// One sentence for the documentation.
    public let summary: String
    /// What it belongs to: a group of the documentation.
    public let tag: String
    /// Who may call it.
    public let access: Access
    /// What stands for each `{name}` of the path, for the documentation.
    public let parameters: [PathParameter]
    /// What it does with a body.
    public let input: Input
    /// What it answers, the success first.
    public let answers: [Answer]
    /// Does the work. Throws ``Problem`` for what the client should know; anything else is a fault of ours.
    @usableFromInline let handler: @Sendable (Call<Context>) throws -> Response

    /// A route of the table.
    /// - Parameter tag: nil for the one that the path names: see ``RouteTag``.
    public init(
        _ method: HTTPRequest.Method,
        _ path: String,
        aliases: [String] = [],
        name: String,
        summary: String,
        tag: String? = nil,
        access: Access = .caller,
        parameters: [PathParameter] = [],
        input: Input = .none,
        answers: [Answer],
        handler: @escaping @Sendable (Call<Context>) throws -> Response
    ) {
        self.method = method
        self.path = path
        self.aliases = aliases
        self.name = name
        self.summary = summary
        self.tag = tag ?? RouteTag.of(path: path)
        self.access = access
        self.parameters = parameters
        self.input = input
        self.answers = answers
        self.handler = handler
    }
}

/// What a request brings to a route's handler.
public struct Call<Context: Authenticating> {
    /// The request.
    public let request: Request
    /// Its body, checked.
    public let body: Body
    /// What stood in the path for each `{name}`, in order.
    public let pathValues: [String]
    /// What the application lends.
    public let context: Context
    @usableFromInline let verifiedCaller: Context.Caller?

    @usableFromInline
    init(
        request: Request,
        body: Body,
        pathValues: [String],
        context: Context,
        verifiedCaller: Context.Caller?
    ) {
        self.request = request
        self.body = body
        self.pathValues = pathValues
        self.context = context
        self.verifiedCaller = verifiedCaller
    }

    /// Who calls. Only routes with access `.caller` may ask.
    @inlinable public var caller: Context.Caller {
        get throws(Problem) {
            guard let verifiedCaller else { throw .notAuthenticated }
            return verifiedCaller
        }
    }
}

/// What the application lends to its handlers, and how it tells who calls.
public protocol Authenticating {
    /// What a good token says about its bearer.
    associatedtype Caller

    /// Checks the request's token.
    /// - Throws: ``Problem``, one of the three kinds of 401.
    func authenticate(_ request: Request) throws(Problem) -> Caller

    /// Turns an error that is no ``Problem`` into one, and logs what caused it.
    func problem(for error: any Error, request: Request, route: String) -> Problem
}
