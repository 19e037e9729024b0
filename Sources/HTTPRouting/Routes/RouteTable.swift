public import HTTPTypes

/// All routes, and the way from a request to one of them.
public struct RouteTable<Context: Authenticating>: Sendable {
    /// The routes, in the order of the documentation.
    public let routes: [Route<Context>]

    /// What is to be known about each route, in the same order.
    public var descriptions: [RouteDescription] { routes.map(\.description) }

    @usableFromInline let paths: PathTable

    /// A table of `routes`. Two with the same method and path are a mistake in the program.
    public init(_ routes: [Route<Context>]) {
        self.routes = routes
        var paths = PathTable()
        for (index, route) in routes.enumerated() {
            for path in route.description.paths { paths.add(route.description.method, path, index) }
        }
        self.paths = paths
    }

    /// Finds the route for a method and a path.
    /// - Throws: ``Problem``: 404 when nothing has the path, 405 with `Allow` when other methods have it.
    @inlinable
    public func match(_ method: HTTPRequest.Method, _ path: String) throws(Problem) -> RouteMatch {
        try paths.match(method, path)
    }
}
