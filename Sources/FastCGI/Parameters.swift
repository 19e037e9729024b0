/// The parameters of one request that this application uses, copied out of libfcgi's memory.
///
/// nginx sends these and no others (`nginx/`): a client's headers never arrive here unnamed. Where a parameter comes
/// twice the first counts. Bytes that are not UTF-8 become U+FFFD, which no route, token or header value contains.
public struct Parameters: Sendable, Equatable {
    /// REQUEST_METHOD, as sent.
    public var method = ""
    /// REQUEST_URI: the target as the client wrote it, undecoded, with its query.
    public var target = ""
    /// CONTENT_TYPE; empty when absent.
    public var contentType = ""
    /// CONTENT_LENGTH; empty when there is no body.
    public var contentLength = ""
    /// HTTP_AUTHORIZATION; nil when absent.
    public var authorization: String?
    /// HTTP_COOKIE; nil when absent.
    public var cookie: String?
    /// HTTP_USER_AGENT; nil when absent.
    public var userAgent: String?
    /// REQUEST_ID: made, or checked and kept, by nginx.
    public var requestID = ""
    /// UNIQUE_ID: made by nginx, the same for each delivery of a request; nil when absent.
    public var uniqueID: String?
    /// REMOTE_ADDR: the client's address as nginx sees it.
    public var remoteAddress = ""
    /// REQUEST_SCHEME: `http` or `https`, as nginx sees it.
    public var scheme = "http"

    /// No parameters yet.
    public init() {}
}

extension Exchange {
    /// Copies the parameters of the request that was accepted last.
    public func parameters() -> Parameters {
        var parameters = Parameters()
        parameters.method = parameter("REQUEST_METHOD") ?? ""
        parameters.target = parameter("REQUEST_URI") ?? ""
        parameters.contentType = parameter("CONTENT_TYPE") ?? ""
        parameters.contentLength = parameter("CONTENT_LENGTH") ?? ""
        parameters.authorization = parameter("HTTP_AUTHORIZATION")
        parameters.cookie = parameter("HTTP_COOKIE")
        parameters.userAgent = parameter("HTTP_USER_AGENT")
        parameters.requestID = parameter("REQUEST_ID") ?? ""
        parameters.uniqueID = parameter("UNIQUE_ID")
        parameters.remoteAddress = parameter("REMOTE_ADDR") ?? ""
        parameters.scheme = parameter("REQUEST_SCHEME") ?? "http"
        return parameters
    }
}
