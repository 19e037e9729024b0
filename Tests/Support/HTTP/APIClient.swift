/// Somebody who sends requests to the API and reads the answers, whatever lies in between: a web server and sockets, or
/// nothing at all.
public protocol APIClient: Sendable {
    /// The access token that every request carries; nil for none.
    var token: String? { get }

    /// The same client with another token.
    func with(token: String?) -> Self

    /// Sends one request.
    /// - Parameters:
    ///   - bytes: the body; nil for none. Content-Type is `application/json` unless `headers` say otherwise.
    ///   - headers: in place of what would be sent under these names; an empty value leaves the header out.
    func send(_ method: String, _ path: String, bytes: [UInt8]?, headers: [String: String]) throws -> HTTPAnswer
}

extension APIClient {
    /// Sends one request whose body is a text.
    public func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) throws -> HTTPAnswer {
        try send(method, path, bytes: body.map { Array($0.utf8) }, headers: headers)
    }

    /// Sends one request whose body is any bytes.
    public func send(_ method: String, _ path: String, bytes: [UInt8]?) throws -> HTTPAnswer {
        try send(method, path, bytes: bytes, headers: [:])
    }

    /// The header fields of a request.
    public func requestFields(_ body: [UInt8]?, _ own: [String: String]) -> [String: String] {
        var fields = ["Host": "127.0.0.1"]
        if let token { fields["Authorization"] = "Bearer \(token)" }
        if let body {
            fields["Content-Type"] = "application/json"
            fields["Content-Length"] = String(body.count)
        }
        return fields.merging(own) { _, given in given }.filter { !$0.value.isEmpty }
    }
}
