import HTTPTypes
import JSON
import Support
import Testing

@testable import HTTPRouting

/// An application whose only token is "good".
struct FakeApplication: Authenticating {
    func authenticate(_ request: Request) throws(Problem) -> String {
        guard let token = request.bearerToken else { throw .notAuthenticated }
        guard token == "good" else { throw .invalidToken }
        return String(token)
    }

    func problem(for error: any Error, request: Request, route: String) -> Problem { .internalError }
}

/// The stages of a request: route, caller, body, handler.
@Suite struct RouterTests {
    struct Fault: Error {}

    private static func route(
        _ method: HTTPRequest.Method,
        _ path: String,
        aliases: [String] = [],
        access: RouteAccess = .anyone,
        input: RouteInput = .none
    ) -> Route<FakeApplication> {
        Route(
            method,
            path,
            aliases: aliases,
            name: path,
            summary: "",
            access: access,
            input: input,
            answers: [Answer(.ok, "")]
        ) { call in
            if call.request.path == "/fault" { throw Fault() }
            return .json { json in
                json.name("path")
                json.string(path)
                json.name("values")
                json.write(.array(call.pathValues.map(JSONValue.string)))
            }
        }
    }

    static let router = Router(
        RouteTable([
            route(.get, "/things"), route(.post, "/things", input: .fields([])),
            route(.get, "/things/{id}", access: .caller),
            route(.delete, "/things/{id}", access: .caller), route(.get, "/things/latest"),
            route(.patch, "/old", aliases: ["/older"], access: .caller, input: .fields([])),
            route(.get, "/inside", access: .loopback), route(.get, "/fault"),
            route(.post, "/maybe", input: .optionalFields([])),
        ])
    )

    static func respond(
        _ method: String,
        _ path: String,
        token: String? = nil,
        body: String = "",
        length: String? = nil,
        type: String = "",
        from address: String = "203.0.113.7"
    ) -> Response? {
        var request = Request(
            method: HTTPRequest.Method(rawValue: method) ?? .connect,
            path: path,
            contentType: type,
            authorization: token.map { "Bearer \($0)" },
            id: "r1"
        )
        request.remoteAddress = address
        let bytes = Array(body.utf8)
        return router.respond(
            to: request,
            contentLength: length ?? (bytes.isEmpty ? "" : "\(bytes.count)"),
            context: FakeApplication(),
            readBody: { count in
                guard count == bytes.count else { throw Fault() }
                return bytes
            }
        )?.response
    }

    @Test(arguments: [
        ("GET", "/things", 200), ("HEAD", "/things", 200), ("POST", "/things", 422), ("PUT", "/things", 405),
        ("HEAD", "/old", 405), ("GET", "/things/", 404), ("GET", "/Things", 404), ("GET", "/things/7/8", 404),
        ("GET", "/things/latest", 200), ("GET", "/things/7", 401), ("GET", "", 404), ("GET", "/", 404),
        ("DELETE", "/things/latest", 405), ("PATCH", "/older", 401), ("GET", "/inside", 404), ("GET", "/fault", 500),
        ("GET /things", "/things", 405), ("POST", "/maybe", 200),
    ])
    func aRequestFindsItsRoute(method: String, path: String, status: Int) {
        #expect(Self.respond(method, path)?.status.code == status)
    }

    @Test func allowNamesTheMethodsInOrderAndHeadWithGet() {
        let allowed = Self.respond("PUT", "/things/7")?.headerFields.first { $0.name == .allow }?.value
        #expect(allowed == "DELETE, GET, HEAD")
        #expect(Self.respond("GET", "/older")?.headerFields.first { $0.name == .allow }?.value == "PATCH")
    }

    @Test func whatStandsInThePathReachesTheHandlerUndecoded() throws {
        let answer = try #require(Self.respond("GET", "/things/a%2Fb", token: "good"))
        #expect(try JSONValue.parse(answer.body)["values"] == ["a%2Fb"])
    }

    @Test func thisMachineAloneReachesWhatIsForIt() {
        #expect(Self.respond("GET", "/inside", from: "127.0.0.1")?.status == .ok)
        #expect(Self.respond("GET", "/inside", from: "::1")?.status == .ok)
        #expect(Self.respond("GET", "/inside", from: "128.0.0.1")?.status == .notFound)
    }

    @Test func theTokenComesBeforeTheBody() {
        #expect(Self.respond("PATCH", "/old", token: "bad", body: "{", type: "text/plain")?.status == .unauthorized)
        #expect(Self.respond("PATCH", "/old", token: "good", body: "{", type: "text/plain")?.status.code == 415)
        #expect(Self.respond("PATCH", "/old", token: "good", body: "{}")?.status == .ok)
    }

    @Test(arguments: ["-1", "+2", " 2", "2 ", "0x2", "2,2", "٢"])
    func aLengthIsPlainDigits(length: String) {
        #expect(Self.respond("POST", "/things", body: "{}", length: length)?.status == .badRequest)
    }

    @Test func aLengthOverTheLimitIsRefusedUnread() {
        for length in ["65537", "9223372036854775807", "99999999999999999999999"] {
            #expect(Self.respond("POST", "/things", body: "{}", length: length)?.status == .contentTooLarge)
        }
    }

    @Test func aBodyThatEndsEarlyGetsNoAnswer() {
        #expect(Self.respond("POST", "/things", body: "{}", length: "3") == nil)
    }

    @Test(arguments: [
        ("", 200), ("application/json", 200), ("Application/JSON; charset=utf-8", 200),
        ("application/problem+json", 200), ("application/json;charset=\"UTF-8\"", 200), ("text/json", 415),
        ("application/json; charset=latin1", 415), ("application/jsonp", 415), ("+json", 415), ("; charset=utf-8", 415),
    ])
    func onlyJSONIsRead(type: String, status: Int) {
        #expect(Self.respond("POST", "/things", body: "{}", type: type)?.status.code == status)
    }

    @Test func aProblemCarriesCodeSentenceAndRequestId() throws {
        let answer = try #require(Self.respond("GET", "/things/7"))
        #expect(
            try JSONValue.parse(answer.body) == [
                "detail": "Not authenticated", "code": "not_authenticated", "request_id": "r1",
            ]
        )
        #expect(answer.headerFields.first { $0.name == .wwwAuthenticate }?.value == "Bearer")
        let head = String(decoding: answer.encoded(requestID: "r1", omitsBody: true), as: UTF8.self)
        #expect(head.hasPrefix("Status: 401 Unauthorized\r\nX-Request-ID: r1\r\n"))
        #expect(head.contains("\r\nContent-Length: \(answer.body.count)\r\n"))
        #expect(head.hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: [
        "/", "//things", "/things//7", "/THINGS", "/%74hings", "/things/", "/things/7/",
    ])
    func anotherSpellingOfAPathIsNotFound(path: String) {
        #expect(Self.respond("GET", path, token: "good")?.status == .notFound)
    }

    @Test func aFaultOfOursIs500AndSaysNothingAboutIt() throws {
        let answer = try #require(Self.respond("GET", "/fault"))
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == #"{"detail":"Internal Server Error","code":"internal_error","request_id":"r1"}"#
        )
    }

    @Test func aRouteWorksInAnApplicationThatLendsMore() throws {
        struct Outer: Authenticating {
            func authenticate(_ request: Request) throws(Problem) -> String { "ada" }
            func problem(for error: any Error, request: Request, route: String) -> Problem { .internalError }
        }
        let inner = Self.route(.get, "/things", access: .caller)
        let router = Router(RouteTable<Outer>([inner.within { _ in FakeApplication() }]))
        let outcome = router.respond(
            to: Request(method: .get, path: "/things"),
            contentLength: "",
            context: Outer(),
            readBody: { _ in [] }
        )
        #expect(outcome?.response.status == .ok)
    }

    @Test(arguments: [
        ("Bearer x", "x"), ("bearer x", "x"), ("BEARER   x", "x"), ("Bearer", nil), ("Bearer ", nil), ("", nil),
        ("Basic x", nil), ("Bearer\tx", nil), ("Bearer x, Bearer y", "x, Bearer y"),
    ])
    func theTokenFollowsTheWordBearer(header: String, token: String?) {
        #expect(Request(method: .get, path: "/", authorization: header).bearerToken.map(String.init) == token)
    }
}
