public import JSON

/// An HTTP answer as it came over the wire.
public struct HTTPAnswer: Sendable {
    /// The status code.
    public let status: Int
    /// The header fields, in order.
    public let headers: [(name: String, value: String)]
    /// The body, with chunks joined.
    public var body: [UInt8]

    /// An answer from its parts.
    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header field of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON, read by a strict parser; nil when it is anything else.
    public var json: JSONValue? { try? JSONValue.parse(body) }

    /// A member of the body.
    public subscript(name: String) -> JSONValue? { json?[name] }

    /// The value of a cookie that the answer sets.
    public func cookie(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
        let pair = values.compactMap { $0.split(separator: ";").first }.first { $0.hasPrefix(name + "=") }
        return pair.map { String($0.dropFirst(name.count + 1)) }
    }
}
