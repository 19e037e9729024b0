public import HTTPTypes
public import JSON

/// Everything that is to be known about a route but its work: what the router, the documentation and the web server need.
public struct RouteDescription: Sendable {
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
    /// What it belongs to, a group of the documentation: the first segment after `/api/v1`, such as `auth`; `operations`
    /// for a path elsewhere.
    public let tag: String
    /// Who may call it.
    public let access: RouteAccess
    /// Whether a second delivery of a request does the same as the first: then the web server sends it to another worker
    /// when the one that had it died.
    public let isIdempotent: Bool
    /// How often one network address may call it; nil for as often as it likes.
    public let limit: RateLimit?
    /// What stands for each `{name}` of the path, for the documentation.
    public let parameters: [PathParameter]
    /// What it does with a body.
    public let input: RouteInput
    /// What it answers, the success first.
    public let answers: [Answer]

    /// Every spelling of the path.
    public var paths: [String] { [path] + aliases }

    /// What the path names.
    static func tag(of path: String) -> String {
        let segments = path.split(separator: "/")
        guard segments.count > 2, segments[0] == "api" else { return "operations" }
        return String(segments[2])
    }
}

extension RouteDescription {
    /// A file that anybody may read and the web server serves by itself.
    public init(file path: String, name: String, summary: String, answer: Answer) {
        self.init(
            method: .get,
            path: path,
            aliases: [],
            name: name,
            summary: summary,
            tag: "operations",
            access: .anyone,
            isIdempotent: true,
            limit: nil,
            parameters: [],
            input: .none,
            answers: [answer]
        )
    }
}

/// Who may call a route.
public enum RouteAccess: Sendable, Equatable {
    /// Anybody.
    case anyone
    /// Whoever brings a good access token.
    case caller
    /// Processes on this machine.
    case loopback
}

/// How often one network address may call the routes that share the limit. The web server counts.
public struct RateLimit: Sendable, Hashable {
    /// Names the limit: lower-case letters and `_`.
    public let name: String
    /// Requests a second in the long run.
    public let perSecond: Int
    /// How many may come at once.
    public let burst: Int

    /// A limit that several routes may share.
    public init(_ name: String, perSecond: Int, burst: Int) {
        self.name = name
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// What stands for a `{name}` in a route's path.
public struct PathParameter: Sendable {
    /// The name between the braces.
    public let name: String
    /// What it looks like. A value that does not is answered with 404.
    public let shape: Shape
    /// One sentence for the documentation.
    public let summary: String
    /// A value that the documentation shows.
    public let example: JSONValue

    /// The description of the segment called `name`.
    public init(_ name: String, _ shape: Shape, _ summary: String, example: JSONValue) {
        self.name = name
        self.shape = shape
        self.summary = summary
        self.example = example
    }
}
