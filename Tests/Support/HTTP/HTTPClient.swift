/// A client of a local server that can also say what no other client would.
public struct HTTPClient: APIClient {
    /// The server's port on 127.0.0.1.
    public let port: UInt16
    /// The access token that every request carries; nil for none.
    public var token: String?

    /// A client without a token.
    public init(port: UInt16, token: String? = nil) {
        self.port = port
        self.token = token
    }

    /// The same client with another token.
    public func with(token: String?) -> HTTPClient { HTTPClient(port: port, token: token) }

    /// Sends one request over a connection of its own.
    public func send(
        _ method: String,
        _ path: String,
        bytes: [UInt8]?,
        headers: [String: String]
    ) throws -> HTTPAnswer {
        let connection = try HTTPConnection(port: port)
        let request = encoded(method, path, bytes, headers.merging(["Connection": "close"]) { own, _ in own })
        return try connection.exchange(request, answersHead: method == "HEAD")
    }

    /// Sends bytes as they are, and reads one answer.
    public func raw(_ bytes: [UInt8], answersHead: Bool = false) throws -> HTTPAnswer {
        try HTTPConnection(port: port).exchange(bytes, answersHead: answersHead)
    }

    /// Sends text as it is, and reads one answer.
    public func raw(_ text: String) throws -> HTTPAnswer { try raw(Array(text.utf8)) }

    /// The bytes of a request.
    public func encoded(
        _ method: String,
        _ path: String,
        _ body: [UInt8]?,
        _ headers: [String: String] = [:]
    ) -> [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\n"
        for (name, value) in requestFields(body, headers).sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n").utf8) + (body ?? [])
    }
}
