public import FastCGI
internal import HTTPTypes

extension Request {
    /// The request that nginx described.
    ///
    /// An id is taken over only when it is short and plain, because it goes into headers and logs; otherwise
    /// `fallbackID` stands in.
    public init(_ parameters: Parameters, fallbackID: () -> String) {
        let target = parameters.target
        var path = target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[..<$0]) } ?? target
        if path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        self.init(
            method: HTTPRequest.Method(rawValue: parameters.method) ?? HTTPRequest.Method.unroutable,
            path: path,
            contentType: parameters.contentType,
            authorization: parameters.authorization,
            id: Request.isSane(id: parameters.requestID) ? parameters.requestID : fallbackID()
        )
        cookie = parameters.cookie
        userAgent = parameters.userAgent
        remoteAddress = parameters.remoteAddress
        isSecure = parameters.scheme == "https"
    }

    private static func isSane(id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension HTTPRequest.Method {
    /// Stands for a method that is no HTTP token. No route has it.
    static var unroutable: Self { HTTPRequest.Method(rawValue: "UNROUTABLE") ?? .connect }
}
