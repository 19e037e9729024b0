/// Takes a request through its stages: route, caller, body, handler, answer.
public struct Router<Context: Authenticating>: Sendable {
    /// The routes.
    public let table: RouteTable<Context>

    /// A router over `table`.
    public init(_ table: RouteTable<Context>) {
        self.table = table
    }

    /// Answers one request. Every error becomes an answer.
    ///
    /// It is inlinable, so that the application has it compiled for its own context: without that much of its time went
    /// into looking types up.
    /// - Parameters:
    ///   - contentLength: what CONTENT_LENGTH said, undecoded.
    ///   - willCall: told the route's position before its work begins.
    ///   - readBody: reads exactly that many bytes of body, or throws: then the outcome is nil, because a client that
    ///     did not send its request completely gets no answer.
    @inlinable
    public func respond(
        to request: Request,
        contentLength: String,
        context: Context,
        willCall: (Int) -> Void = { _ in },
        readBody: (Int) throws -> [UInt8]
    ) -> RoutingOutcome? {
        var routeIndex: Int?
        do {
            let match = try table.match(request.method, request.path)
            routeIndex = match.index
            willCall(match.index)
            let route = table.routes[match.index]
            let access = route.description.access
            if access == .loopback, !request.isFromLoopback { throw Problem.notFound }
            let caller = access == .caller ? try context.authenticate(request) : nil
            guard let body = try route.description.input.body(of: request, contentLength, readBody) else { return nil }
            let call = Call(
                request: request,
                body: body,
                pathValues: match.pathValues,
                context: context,
                verifiedCaller: caller
            )
            return RoutingOutcome(response: try route.handler(call), routeIndex: routeIndex)
        } catch {
            let name = routeIndex.map { table.routes[$0].description.name } ?? "none"
            let problem = error as? Problem ?? context.problem(for: error, request: request, route: name)
            return RoutingOutcome(response: problem.response(requestID: request.id), routeIndex: routeIndex)
        }
    }
}

/// An answer, and the route that gave it: nil when none was found.
public struct RoutingOutcome: Sendable {
    /// The answer.
    public let response: Response
    /// The position of the route in the table.
    public let routeIndex: Int?

    @usableFromInline
    init(response: Response, routeIndex: Int?) {
        self.response = response
        self.routeIndex = routeIndex
    }
}

extension Request {
    @usableFromInline var isFromLoopback: Bool {
        remoteAddress.hasPrefix("127.") || remoteAddress == "::1" || remoteAddress == "unix:"
    }
}
