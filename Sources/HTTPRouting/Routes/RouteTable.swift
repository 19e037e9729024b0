public import HTTPTypes

/// All routes, and the way from a request to one of them.
public struct RouteTable<Context: Authenticating>: Sendable {
    /// The routes, in the order of the documentation.
    public let routes: [Route<Context>]

    private let exact: [String: [HTTPRequest.Method: Int]]
    private let patterns: [(segments: [Substring], methods: [HTTPRequest.Method: Int])]

    /// A table of `routes`. Two with the same method and path are a mistake in the program.
    public init(_ routes: [Route<Context>]) {
        self.routes = routes
        var exact: [String: [HTTPRequest.Method: Int]] = [:]
        var patterns: [String: [HTTPRequest.Method: Int]] = [:]
        for (index, route) in routes.enumerated() {
            for path in [route.path] + route.aliases {
                let clash =
                    path.utf8.contains(UInt8(ascii: "{"))
                    ? patterns[path, default: [:]].updateValue(index, forKey: route.method)
                    : exact[path, default: [:]].updateValue(index, forKey: route.method)
                precondition(clash == nil, "two routes for \(route.method) \(path)")
            }
        }
        self.exact = exact
        self.patterns = patterns.sorted { $0.key < $1.key }.map { ($0.key.split(separator: "/"), $0.value) }
    }

    /// A route that fits a request, and what stood for each `{name}` of its path.
    public struct Match {
        /// The position in ``RouteTable/routes``.
        public let index: Int
        /// The path's values, in order.
        public let pathValues: [String]
    }

    /// Finds the route for a method and a path.
    /// - Throws: ``Problem``: 404 when nothing has the path, 405 with `Allow` when other methods have it.
    public func match(_ method: HTTPRequest.Method, _ path: String) throws(Problem) -> Match {
        let wanted = method == .head ? .get : method
        if let methods = exact[path] {
            if let index = methods[wanted] { return Match(index: index, pathValues: []) }
            throw .methodNotAllowed(allowed(methods))
        }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for pattern in patterns where pattern.segments.count == segments.count {
            var values: [String] = []
            let fits = zip(pattern.segments, segments).allSatisfy { expected, actual in
                guard expected.utf8.first == UInt8(ascii: "{") else { return expected == actual }
                values.append(String(actual))
                return !actual.isEmpty
            }
            guard fits else { continue }
            if let index = pattern.methods[wanted] { return Match(index: index, pathValues: values) }
            throw .methodNotAllowed(allowed(pattern.methods))
        }
        throw .notFound
    }

    private func allowed(_ methods: [HTTPRequest.Method: Int]) -> [HTTPRequest.Method] {
        let names = methods[.get] == nil ? Array(methods.keys) : methods.keys + [.head]
        return names.sorted { $0.rawValue < $1.rawValue }
    }
}
