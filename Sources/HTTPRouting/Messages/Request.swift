public import HTTPTypes

/// One request as routes see it.
public struct Request: Sendable {
    /// The method; one that the HTTP token grammar does not allow is never routed.
    public var method: HTTPRequest.Method
    /// The path exactly as the client wrote it, without query and without one trailing slash. It is never decoded or
    /// tidied: a path has one spelling, any other is not found.
    public var path: String
    /// The media type of the body with its parameters; empty when absent.
    public var contentType: String
    /// The `Authorization` header; nil when absent.
    public var authorization: String?
    /// The `Cookie` header; nil when absent.
    public var cookie: String?
    /// The `User-Agent` header; nil when absent.
    public var userAgent: String?
    /// The id that ties answer, log lines and the client's report together.
    public var id: String
    /// The web server's own id for this request, the same for each delivery of it; nil when it gives none.
    public var uniqueID: String?
    /// The client's address as nginx sees it.
    public var remoteAddress: String
    /// Whether the client came over HTTPS.
    public var isSecure: Bool

    /// A request put together by hand, as tests do.
    public init(
        method: HTTPRequest.Method,
        path: String,
        contentType: String = "",
        authorization: String? = nil,
        id: String = ""
    ) {
        self.method = method
        self.path = path
        self.contentType = contentType
        self.authorization = authorization
        self.id = id
        remoteAddress = ""
        isSecure = false
    }
}

extension Request {
    /// The value of a cookie; the first where the name comes twice.
    public func cookie(named name: String) -> String? {
        guard let cookie else { return nil }
        for pair in cookie.utf8.split(separator: UInt8(ascii: ";")) {
            let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
            guard let separator = trimmed.firstIndex(of: UInt8(ascii: "=")) else { continue }
            if trimmed[..<separator].elementsEqual(name.utf8) {
                return String(trimmed[trimmed.index(after: separator)...])
            }
        }
        return nil
    }

    /// The token of an `Authorization: Bearer` header; nil when there is no such header.
    ///
    /// The scheme's name is matched regardless of case, and one or more spaces separate it from the token.
    public var bearerToken: Substring? {
        guard let authorization else { return nil }
        let bytes = authorization.utf8.span
        var start = Self.scheme.count
        guard bytes.count > start, bytes[start] == UInt8(ascii: " ") else { return nil }
        for index in Self.scheme.indices where bytes[index] | 0x20 != Self.scheme[index] { return nil }
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
        return start == bytes.count ? nil : Substring(authorization.utf8.dropFirst(start))
    }

    private static let scheme = Array("bearer".utf8)
}
