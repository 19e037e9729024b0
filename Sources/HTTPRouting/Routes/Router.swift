internal import HTTPTypes

/// Takes a request through its stages: route, caller, body, handler, answer.
public struct Router<Context: Authenticating>: Sendable {
    /// Bodies over this many bytes are refused.
    public static var maximumBodyLength: Int { 64 * 1024 }

    /// The routes.
    public let table: RouteTable<Context>

    /// A router over `table`.
    public init(_ table: RouteTable<Context>) {
        self.table = table
    }

    /// An answer, and the route that gave it: nil when none was found.
    public struct Outcome: Sendable {
        /// The answer.
        public let response: Response
        /// The position of the route in the table.
        public let routeIndex: Int?
    }

    /// Answers one request. Every error becomes an answer.
    /// - Parameters:
    ///   - contentLength: what CONTENT_LENGTH said, undecoded.
    ///   - willCall: told the route's position before its work begins.
    ///   - readBody: reads exactly that many bytes of body, or throws: then the outcome is nil, because a client that
    ///     did not send its request completely gets no answer.
    public func respond(
        to request: Request,
        contentLength: String,
        context: Context,
        willCall: (Int) -> Void = { _ in },
        readBody: (Int) throws -> [UInt8]
    ) -> Outcome? {
        var routeIndex: Int?
        do {
            let match = try table.match(request.method, request.path)
            routeIndex = match.index
            willCall(match.index)
            let route = table.routes[match.index]
            if route.access == .loopback, !request.isFromLoopback { throw Problem.notFound }
            let caller = route.access == .caller ? try context.authenticate(request) : nil
            guard let body = try body(for: route, request, contentLength, readBody) else { return nil }
            let call = Call(
                request: request,
                body: body,
                pathValues: match.pathValues,
                context: context,
                verifiedCaller: caller
            )
            return Outcome(response: try route.handler(call), routeIndex: routeIndex)
        } catch {
            let name = routeIndex.map { table.routes[$0].name } ?? "none"
            let problem = error as? Problem ?? context.problem(for: error, request: request, route: name)
            return Outcome(response: problem.response(requestID: request.id), routeIndex: routeIndex)
        }
    }

    private func body(
        for route: Route<Context>,
        _ request: Request,
        _ contentLength: String,
        _ readBody: (Int) throws -> [UInt8]
    ) throws(Problem) -> Body? {
        let length = try Router.length(contentLength)
        guard length <= Self.maximumBodyLength else { throw .payloadTooLarge }
        if case .none = route.input { return Body.none }
        if case .optionalFields = route.input, length == 0 { return Body.none }
        guard let bytes = try? readBody(length) else { return nil }
        return try Body(bytes, contentType: request.contentType, fields: route.input.fields)
    }

    /// Only plain digits: no sign, no spaces, no list.
    private static func length(_ text: String) throws(Problem) -> Int {
        guard !text.isEmpty else { return 0 }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { throw .badRequest }
        return Int(text) ?? .max
    }
}

extension Request {
    fileprivate var isFromLoopback: Bool {
        remoteAddress.hasPrefix("127.") || remoteAddress == "::1" || remoteAddress == "unix:"
    }
}
