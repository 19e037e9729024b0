public import HTTPTypes
internal import JSON

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

/// From a method and a path to the position of a route. It does not know what a route is.
@usableFromInline
struct PathTable: Sendable {
    private struct Exact: Sendable {
        let path: String
        var methods: Methods
    }

    private struct Pattern: Sendable {
        let segments: [Substring]
        var methods: Methods
    }

    /// Few enough that looking them through beats hashing.
    private struct Methods: Sendable {
        private struct Entry: Sendable {
            let method: HTTPRequest.Method
            let index: Int
        }

        private var entries: [Entry] = []

        subscript(method: HTTPRequest.Method) -> Int? { entries.first { $0.method == method }?.index }

        mutating func add(_ method: HTTPRequest.Method, _ index: Int, _ path: String) {
            precondition(self[method] == nil, "two routes for \(method) \(path)")
            entries.append(Entry(method: method, index: index))
        }

        /// What `Allow` says.
        var allowed: [HTTPRequest.Method] {
            let names = entries.map(\.method) + (self[.get] == nil ? [] : [.head])
            return names.sorted { $0.rawValue < $1.rawValue }
        }
    }

    private var exact: [Exact] = []
    private var patterns: [Pattern] = []

    /// Adds a route. Two with the same method and path are a mistake in the program.
    mutating func add(_ method: HTTPRequest.Method, _ path: String, _ index: Int) {
        if path.utf8.contains(UInt8(ascii: "{")) {
            let segments = path.split(separator: "/")
            let place = patterns.firstIndex { $0.segments == segments } ?? patterns.endIndex
            if place == patterns.endIndex { patterns.append(Pattern(segments: segments, methods: Methods())) }
            patterns[place].methods.add(method, index, path)
        } else {
            let place = exact.firstIndex { $0.path == path } ?? exact.endIndex
            if place == exact.endIndex { exact.append(Exact(path: path, methods: Methods())) }
            exact[place].methods.add(method, index, path)
        }
    }

    /// Finds the route for a method and a path.
    /// - Throws: ``Problem``: 404 when nothing has the path, 405 with `Allow` when other methods have it.
    @usableFromInline
    func match(_ method: HTTPRequest.Method, _ path: String) throws(Problem) -> RouteMatch {
        let wanted = method == .head ? .get : method
        for entry in exact where entry.path.hasSameBytes(as: path) {
            guard let index = entry.methods[wanted] else { throw .methodNotAllowed(entry.methods.allowed) }
            return RouteMatch(index: index, pathValues: [])
        }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for pattern in patterns where pattern.segments.count == segments.count {
            guard let values = Self.values(of: segments, in: pattern.segments) else { continue }
            guard let index = pattern.methods[wanted] else { throw .methodNotAllowed(pattern.methods.allowed) }
            return RouteMatch(index: index, pathValues: values)
        }
        throw .notFound
    }

    /// What stands for each `{name}`; nil when the path does not fit.
    private static func values(of path: ArraySlice<Substring>, in pattern: [Substring]) -> [String]? {
        var values: [String] = []
        for (expected, actual) in zip(pattern, path) {
            if expected.utf8.first == UInt8(ascii: "{") {
                guard !actual.isEmpty else { return nil }
                values.append(String(actual))
            } else if expected != actual {
                return nil
            }
        }
        return values
    }
}

/// A route that fits a request, and what stood for each `{name}` of its path.
public struct RouteMatch: Sendable {
    /// The position in ``RouteTable/routes``.
    public let index: Int
    /// The path's values, in order.
    public let pathValues: [String]
}
