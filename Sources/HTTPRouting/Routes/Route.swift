public import HTTPTypes

/// One route: its description, and the work behind it, in one place.
///
/// `Context` is what the application lends to its handlers: a database, keys, a clock.
public struct Route<Context: Authenticating>: Sendable {
    /// Everything but the work.
    public let description: RouteDescription
    /// Does the work. Throws ``Problem`` for what the client should know; anything else is a fault of ours.
    @usableFromInline let handler: @Sendable (Call<Context>) throws -> Response

    private init(_ description: RouteDescription, handler: @escaping @Sendable (Call<Context>) throws -> Response) {
        self.description = description
        self.handler = handler
    }

    /// A route of the table: see ``RouteDescription`` for the parameters.
    /// - Parameters:
    ///   - tag: nil for the one that the path names.
    ///   - isIdempotent: nil for what HTTP says of the method, and for PATCH yes: it sets fields to values.
    public init(
        _ method: HTTPRequest.Method,
        _ path: String,
        aliases: [String] = [],
        name: String,
        summary: String,
        tag: String? = nil,
        access: RouteAccess = .caller,
        isIdempotent: Bool? = nil,
        limit: RateLimit? = nil,
        parameters: [PathParameter] = [],
        input: RouteInput = .none,
        answers: [Answer],
        handler: @escaping @Sendable (Call<Context>) throws -> Response
    ) {
        description = RouteDescription(
            method: method,
            path: path,
            aliases: aliases,
            name: name,
            summary: summary,
            tag: tag ?? RouteDescription.tag(of: path),
            access: access,
            isIdempotent: isIdempotent ?? (method != .post),
            limit: limit,
            parameters: parameters,
            input: input,
            answers: answers
        )
        self.handler = handler
    }

    /// The same route in an application that lends more than this route needs.
    /// - Parameter narrow: finds what this route needs in what the application lends.
    public func within<Outer: Authenticating>(
        _ narrow: @escaping @Sendable (Outer) -> Context
    ) -> Route<Outer> where Outer.Caller == Context.Caller {
        let handler = handler
        return Route<Outer>(description) { call in try handler(call.narrowed(narrow)) }
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
    /// Who calls, where the route needs a token.
    public let verifiedCaller: Context.Caller?

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

    fileprivate func narrowed<Inner: Authenticating>(
        _ narrow: (Context) -> Inner
    ) -> Call<Inner> where Inner.Caller == Context.Caller {
        Call<Inner>(
            request: request,
            body: body,
            pathValues: pathValues,
            context: narrow(context),
            verifiedCaller: verifiedCaller
        )
    }
}

/// What the application lends to its handlers, and how it tells who calls.
public protocol Authenticating: SendableMetatype {
    /// What a good token says about its bearer.
    associatedtype Caller

    /// Checks the request's token.
    /// - Throws: ``Problem``, one of the three kinds of 401.
    func authenticate(_ request: Request) throws(Problem) -> Caller

    /// Turns an error that is no ``Problem`` into one, and logs what caused it.
    func problem(for error: any Error, request: Request, route: String) -> Problem
}
