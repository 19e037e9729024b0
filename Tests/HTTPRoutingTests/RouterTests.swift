import HTTPTypes
import JSON
import Testing

@testable import HTTPRouting

/// The stages of a request: route, caller, body, handler.
@Suite struct RouterTests {
    /// A context that knows one token.
    private struct Door: Authenticating {
        func authenticate(_ request: Request) throws(Problem) -> String {
            guard let token = request.bearerToken else { throw .notAuthenticated }
            guard token == "good" else { throw .invalidToken }
            return "ada"
        }

        func problem(for error: any Error, request: Request, route: String) -> Problem { .internalError }
    }

    private struct Surprise: Error {}

    private let router = Router(
        RouteTable<Door>([
            Route(.get, "/api/v1/thing", aliases: ["/api/thing"], name: "getThing", summary: "", answers: []) { call in
                let caller = try call.caller
                return .json { json in
                    json.name("caller")
                    json.string(caller)
                }
            },
            Route(
                .patch,
                "/api/v1/thing",
                name: "changeThing",
                summary: "",
                input: .fields([.optional("a", .boolean, "", example: .null)]),
                answers: []
            ) { call in Response(.ok, contentType: "application/json", body: call.body.jsonBytes) },
            Route(.delete, "/api/v1/things/{id}", name: "deleteThing", summary: "", access: .anyone, answers: []) {
                call in
                Response(.ok, contentType: "text/plain", body: Array(call.pathValues.joined(separator: ",").utf8))
            },
            Route(.get, "/fault", name: "fault", summary: "", access: .anyone, answers: []) { _ in throw Surprise() },
            Route(.get, "/metrics", name: "metrics", summary: "", access: .loopback, answers: []) { _ in Response(.ok)
            },
        ])
    )

    private func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        token: String? = "good",
        body: String = "",
        length: String? = nil
    ) -> Response? {
        var parameters = Request(method: method, path: path, authorization: token.map { "Bearer \($0)" }, id: "r1")
        parameters.remoteAddress = "192.0.2.1"
        return router.respond(
            to: parameters,
            contentLength: length ?? String(body.utf8.count),
            context: Door(),
            readBody: { _ in Array(body.utf8) }
        )?.response
    }

    @Test func `a route answers under its path and its alias, and HEAD as GET`() {
        for path in ["/api/v1/thing", "/api/thing"] {
            #expect(send(.get, path)?.status == .ok)
            #expect(send(.head, path)?.status == .ok)
        }
    }

    @Test(arguments: [
        "/", "", "//api/v1/thing", "/api/v1//thing", "/api/v1/Thing", "/api/v1/%74hing", "/api/v1/thing/x",
    ])
    func `another spelling of a path is not found`(path: String) {
        #expect(send(.get, path)?.status == .notFound)
    }

    @Test func `a method that the path does not have is 405 with those it has`() throws {
        let response = try #require(send(.put, "/api/v1/thing"))
        #expect(response.status == .methodNotAllowed)
        #expect(response.headerFields.first { $0.name == .allow }?.value == "GET, HEAD, PATCH")
    }

    @Test func `a path value is one segment and never empty`() {
        #expect(send(.delete, "/api/v1/things/7")?.body == Array("7".utf8))
        #expect(send(.delete, "/api/v1/things/")?.status == .notFound)
        #expect(send(.delete, "/api/v1/things/7/8")?.status == .notFound)
    }

    @Test func `a bad token is refused before the body is looked at`() throws {
        let response = try #require(send(.patch, "/api/v1/thing", token: "bad", body: "{{{"))
        #expect(response.status == .unauthorized)
        #expect(response.headerFields.first { $0.name == .wwwAuthenticate }?.value == "Bearer")
        #expect(send(.get, "/api/v1/thing", token: nil)?.status == .unauthorized)
    }

    @Test(arguments: ["-1", "+5", "0x10", " 5", "5, 5", "5 "])
    func `a content length that is no plain number is 400`(length: String) {
        #expect(send(.patch, "/api/v1/thing", body: "{}", length: length)?.status == .badRequest)
    }

    @Test(arguments: ["65537", "2147483648", "9223372036854775808", "99999999999999999999999"])
    func `a body over the limit is 413`(length: String) {
        #expect(send(.patch, "/api/v1/thing", body: "{}", length: length)?.status == .contentTooLarge)
    }

    @Test func `a body that ends early gets no answer`() {
        let outcome = router.respond(
            to: Request(method: .patch, path: "/api/v1/thing", authorization: "Bearer good"),
            contentLength: "10",
            context: Door(),
            readBody: { _ in throw Surprise() }
        )
        #expect(outcome == nil)
    }

    @Test func `a fault of ours is 500 and says nothing about it`() throws {
        let response = try #require(send(.get, "/fault"))
        #expect(response.status == .internalServerError)
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"detail":"Internal Server Error","code":"internal_error","request_id":"r1"}"#
        )
    }

    @Test func `a loopback route does not exist for others`() {
        #expect(send(.get, "/metrics")?.status == .notFound)
    }

    @Test(arguments: [
        ("Bearer x", "x"), ("bearer x", "x"), ("BEARER   x", "x"), ("Bearer", nil), ("Bearer ", nil), ("", nil),
        ("Basic x", nil), ("Bearer\tx", nil), ("Bearer x, Bearer y", "x, Bearer y"),
    ])
    func `the token follows the word Bearer`(header: String, token: String?) {
        #expect(Request(method: .get, path: "/", authorization: header).bearerToken.map(String.init) == token)
    }
}
