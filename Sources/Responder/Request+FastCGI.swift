internal import FastCGI
internal import HTTPRouting
internal import HTTPTypes

extension Request {
    /// The request that nginx described.
    ///
    /// An id is taken over only when it is short and plain, because it goes into headers and logs; otherwise
    /// `fallbackID` stands in.
    init(_ parameters: Parameters, fallbackID: () -> String) {
        self.init(
            method: HTTPRequest.Method(rawValue: parameters.method) ?? HTTPRequest.Method.unroutable,
            path: Request.path(of: parameters.target),
            contentType: parameters.contentType,
            authorization: parameters.authorization,
            id: Request.isSane(id: parameters.requestID) ? parameters.requestID : fallbackID()
        )
        cookie = parameters.cookie
        userAgent = parameters.userAgent
        remoteAddress = parameters.remoteAddress
        uniqueID = parameters.uniqueID
        isSecure = parameters.scheme == "https"
    }

    /// The target without its query and without one trailing slash.
    private static func path(of target: String) -> String {
        let bytes = target.utf8.span
        var end = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: "?") { end += 1 }
        if end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        return end == bytes.count ? target : String(target.utf8.prefix(end)) ?? target
    }

    private static func isSane(id: String) -> Bool {
        let bytes = id.utf8.span
        guard (1...64).contains(bytes.count) else { return false }
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                continue
            default: return false
            }
        }
        return true
    }
}

extension HTTPRequest.Method {
    /// Stands for a method that is no HTTP token. No route has it.
    static var unroutable: Self { HTTPRequest.Method(rawValue: "UNROUTABLE") ?? .connect }
}
