public import HTTPTypes
public import JSON

/// One answer, before it is put on the wire.
public struct Response: Sendable {
    /// The status.
    public var status: HTTPResponse.Status
    /// Further header fields, beyond those that every answer has.
    public var headerFields: [HTTPField] = []
    /// The media type of ``body``; nil when there is no body.
    public var contentType: String?
    /// The body's bytes.
    public var body: [UInt8] = []

    /// An answer without a body.
    public init(_ status: HTTPResponse.Status) {
        self.status = status
    }

    /// An answer with a body of any media type.
    public init(_ status: HTTPResponse.Status, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A JSON answer, written by `content`, which adds the members of one object.
    public static func json(
        _ status: HTTPResponse.Status = .ok,
        _ content: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter()
        writer.beginObject()
        try content(&writer)
        writer.endObject()
        return Response(status, contentType: "application/json", body: writer.bytes)
    }

    /// A JSON answer, written by `content`, which adds the elements of one array.
    public static func jsonArray(
        _ status: HTTPResponse.Status = .ok,
        _ content: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter()
        writer.beginArray()
        try content(&writer)
        writer.endArray()
        return Response(status, contentType: "application/json", body: writer.bytes)
    }
}

extension Response {
    /// The answer as a FastCGI responder sends it: CGI header lines, an empty line, the body.
    ///
    /// - Parameters:
    ///   - requestID: sent back as `X-Request-ID`.
    ///   - omitsBody: true for HEAD: the same header lines, `Content-Length` included, and no body.
    public func encoded(requestID: String, omitsBody: Bool) -> [UInt8] {
        var bytes = ByteBuffer(capacity: 256 + body.count)
        bytes.append("Status: ")
        bytes.append(decimal: status.code)
        bytes.append(" ")
        bytes.append(status.reasonPhrase)
        bytes.append("\r\nX-Request-ID: ")
        bytes.append(requestID)
        if let contentType {
            bytes.append("\r\nContent-Type: ")
            bytes.append(contentType)
        }
        if status.code != 204 {
            bytes.append("\r\nContent-Length: ")
            bytes.append(decimal: body.count)
        }
        if !headerFields.contains(where: { $0.name == .cacheControl }) { bytes.append("\r\nCache-Control: no-store") }
        for field in headerFields {
            bytes.append("\r\n")
            bytes.append(field.name.rawName)
            bytes.append(": ")
            bytes.append(field.value)
        }
        bytes.append("\r\n\r\n")
        if !omitsBody { bytes.append(body) }
        return bytes.bytes
    }
}
