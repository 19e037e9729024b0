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
    /// REMOTE_ADDR: the client's address as nginx sees it.
    public var remoteAddress = ""
    /// REQUEST_SCHEME: `http` or `https`, as nginx sees it.
    public var scheme = "http"

    /// No parameters yet.
    public init() {}
}

extension Connection {
    /// Copies the parameters of the request that was accepted last.
    public func parameters() -> Parameters {
        var parameters = Parameters()
        var seen: UInt16 = 0
        unsafe forEachParameter { name, value in
            guard let known = unsafe KnownParameter(name) else { return }
            let bit = UInt16(1) << known.rawValue
            guard seen & bit == 0 else { return }
            seen |= bit
            let text = unsafe String(decoding: value, as: UTF8.self)
            switch known {
            case .method: parameters.method = text
            case .target: parameters.target = text
            case .contentType: parameters.contentType = text
            case .contentLength: parameters.contentLength = text
            case .authorization: parameters.authorization = text
            case .cookie: parameters.cookie = text
            case .userAgent: parameters.userAgent = text
            case .requestID: parameters.requestID = text
            case .remoteAddress: parameters.remoteAddress = text
            case .scheme: parameters.scheme = text
            }
        }
        return parameters
    }
}

/// The names worth copying. Told apart by length first, so that most names cost one comparison.
private enum KnownParameter: UInt16 {
    case method, target, contentType, contentLength, authorization, cookie, userAgent, requestID, remoteAddress, scheme

    init?(_ name: UnsafeRawBufferPointer) {
        func matches(_ expected: StaticString) -> Bool {
            unsafe name.elementsEqual(
                UnsafeRawBufferPointer(start: expected.utf8Start, count: expected.utf8CodeUnitCount)
            )
        }
        switch name.count {
        case 10 where matches("REQUEST_ID"): self = .requestID
        case 11 where matches("REQUEST_URI"): self = .target
        case 11 where matches("HTTP_COOKIE"): self = .cookie
        case 11 where matches("REMOTE_ADDR"): self = .remoteAddress
        case 12 where matches("CONTENT_TYPE"): self = .contentType
        case 14 where matches("REQUEST_METHOD"): self = .method
        case 14 where matches("CONTENT_LENGTH"): self = .contentLength
        case 14 where matches("REQUEST_SCHEME"): self = .scheme
        case 15 where matches("HTTP_USER_AGENT"): self = .userAgent
        case 18 where matches("HTTP_AUTHORIZATION"): self = .authorization
        default: return nil
        }
    }
}
