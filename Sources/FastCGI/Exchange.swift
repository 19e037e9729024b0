internal import CFastCGI
internal import Glibc
internal import Platform
internal import SystemPackage

/// One request at a time over libfcgi, and its answer.
///
/// libfcgi's streams keep a pointer back to their request, so it lives at one place on the heap and is never copied.
/// Its sockets have no time limit of their own: what bounds them is that nginx sends bodies only when it has them whole,
/// and that the manager ends a worker that is over its deadline. One thread.
/// See <https://github.com/FastCGI-Archives/fcgi2>.
@safe public final class Exchange {
    private let request: UnsafeMutablePointer<FCGX_Request>
    /// A descriptor that is given up when none is left for the next connection, so that its request can be answered.
    private var reserve = Exchange.openReserve()

    /// Prepares libfcgi for the socket of `listener`.
    ///
    /// The library waits for a slow peer in two places, by default two seconds each: after an accept for the first byte
    /// and, where the request could not be read to its end, after the answer for the close. Both are cut to what a local
    /// nginx needs.
    /// - Throws: ``FastCGIError/initialisationFailed``.
    public init(_ listener: Listener) throws(FastCGIError) {
        ProcessEnvironment.set("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", to: "500")
        ProcessEnvironment.set("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", to: "200")
        unsafe request = .allocate(capacity: 1)
        guard FCGX_Init() == 0,
            unsafe FCGX_InitRequest(request, listener.descriptor.rawValue, Int32(FCGI_FAIL_ACCEPT_ON_INTR)) == 0
        else {
            unsafe request.deallocate()
            throw .initialisationFailed
        }
    }

    deinit {
        unsafe FCGX_Finish_r(request)
        unsafe request.deallocate()
        giveUpReserve()
    }

    /// What came of an attempt to take the next request.
    public enum Acceptance: Equatable, Sendable {
        /// A request is there, its parameters read.
        case request
        /// Another worker was faster, or the peer left: go back to the wait.
        case nothing
        /// The process is out of descriptors or memory: wait a little before the next attempt.
        case exhausted
    }

    /// Takes the next request if one is there. Never waits for a connection.
    public func accept() -> Acceptance {
        if reserve < 0 { reserve = Self.openReserve() }
        let acceptance = attemptToAccept()
        guard acceptance == .exhausted, reserve >= 0 else { return acceptance }
        giveUpReserve()
        return attemptToAccept()
    }

    /// Whether the last accept had to give up the reserve, or found no descriptor at all.
    public var isShortOfDescriptors: Bool { reserve < 0 }

    private func attemptToAccept() -> Acceptance {
        let result = unsafe FCGX_Accept_r(request)
        if result >= 0 { return .request }
        switch -result {
        case EMFILE, ENFILE, ENOMEM, ENOBUFS: return .exhausted
        default: return .nothing
        }
    }

    private static func openReserve() -> Int32 { unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) }

    private func giveUpReserve() {
        if reserve >= 0 { close(reserve) }
        reserve = -1
    }

    /// A copy of a parameter that the web server sent, the first where the name comes twice; nil when there is none.
    func parameter(_ name: StaticString) -> String? {
        let value = unsafe name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) {
            unsafe FCGX_GetParam($0, request.pointee.envp)
        }
        return unsafe value.map { unsafe String(cString: $0) }
    }

    /// Reads the whole request body.
    /// - Parameter length: what CONTENT_LENGTH said, in bytes.
    /// - Throws: ``FastCGIError/incompleteBody`` when fewer bytes came, or reading failed.
    public func readBody(length: Int) throws(FastCGIError) -> [UInt8] {
        guard length > 0 else { return [] }
        let stream = unsafe request.pointee.in
        let body = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            let start = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
            count = unsafe Int(FCGX_GetStr(start, Int32(length), stream))
        }
        guard body.count == length, unsafe FCGX_GetError(stream) == 0 else { throw .incompleteBody }
        return body
    }

    /// Reads what is left of the body and throws it away, so that its bytes can never be taken for a new request.
    func drain() {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { rest in
            while unsafe FCGX_GetStr(rest.baseAddress, Int32(rest.count), request.pointee.in) > 0 {}
        }
    }

    /// Sends one answer and ends the request.
    ///
    /// Closing the error stream first lets libfcgi put the answer and the end of the request into one write, and
    /// closing the output before `FCGX_Finish_r` is the last chance to see whether that write worked.
    /// - Throws: ``FastCGIError/responseNotSent`` when the peer is gone.
    public func send(_ bytes: [UInt8]) throws(FastCGIError) {
        drain()
        let stream = unsafe request.pointee.out
        let written = unsafe bytes.withUnsafeBytes { buffer in
            unsafe FCGX_PutStr(buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), stream)
        }
        unsafe FCGX_FClose(request.pointee.err)
        let closed = unsafe FCGX_FClose(stream)
        let failed = unsafe written != Int32(bytes.count) || closed != 0 || FCGX_GetError(stream) != 0
        closeWithoutWaiting()
        unsafe FCGX_Finish_r(request)
        if failed { throw .responseNotSent }
    }

    /// Lets libfcgi close the connection at once if the request has been read to its end.
    ///
    /// Otherwise it waits for the peer to close first: a socket that is closed with bytes unread tells the peer of an
    /// error, over which the answer can be lost. With nothing unread the wait guards nothing, and costs the worker a
    /// sleep and the web server a wake-up in every request.
    private func closeWithoutWaiting() {
        let stream = unsafe request.pointee.in
        guard unsafe FCGX_HasSeenEOF(stream) != 0, unsafe FCGX_GetError(stream) == 0 else { return }
        unsafe FCGX_Detach(request)
    }

    /// Ends the request without an answer: the web server sees a broken connection and may try another worker.
    public func abandon() { unsafe FCGX_Finish_r(request) }
}

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
