import Foundation
import JSON
import Support
import Testing

/// A customer who has just signed up.
struct Visitor: Sendable {
    static let password = "correct-horse-battery"

    let email: String
    let id: Int
    let refreshToken: String
    /// A client that carries the visitor's access token.
    var client: HTTPClient

    /// Signs up with an address of its own, on the stack that the suites share.
    init() throws { try self.init(on: EndToEnd.stack()) }

    /// Signs up with an address of its own.
    init(on stack: RunningStack) throws {
        email = "v-\(UUID().uuidString.lowercased())@example.com"
        let answer = try stack.client.send("POST", "/api/v1/auth/signup", Self.credentials(email))
        try #require(answer.status == 201, "\(answer.text)")
        id = try #require(answer["user"]?["id"]?.integer)
        refreshToken = try #require(answer["refresh_token"]?.string)
        client = stack.client.with(token: try #require(answer["access_token"]?.string))
    }

    /// Signs in once more.
    func logIn(_ more: String = "") throws -> HTTPAnswer {
        let body = #"{"email": "\#(email)", "password": "\#(Self.password)"\#(more)}"#
        return try client.with(token: nil).send("POST", "/api/v1/auth/login", body)
    }

    static func credentials(_ email: String, _ password: String = password) -> String {
        #"{"email": "\#(email)", "password": "\#(password)"}"#
    }

    /// Trades a refresh token for new tokens.
    static func refresh(_ token: String, _ client: HTTPClient) throws -> HTTPAnswer {
        try client.with(token: nil).send("POST", "/api/v1/auth/refresh", #"{"refresh_token": "\#(token)"}"#)
    }
}

/// Expects an error answer of the contract's shape.
func expectProblem(
    _ answer: HTTPAnswer,
    _ statuses: Int...,
    note: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let comment: Comment = "\(note) \(answer.status) \(answer.text.prefix(300))"
    #expect(statuses.contains(answer.status), comment, sourceLocation: sourceLocation)
    #expect(
        answer.header("Content-Type")?.hasPrefix("application/json") == true,
        comment,
        sourceLocation: sourceLocation
    )
    #expect(answer["detail"] != nil, comment, sourceLocation: sourceLocation)
    #expect(answer["code"]?.string != nil, comment, sourceLocation: sourceLocation)
    #expect(answer["request_id"]?.string == answer.header("X-Request-ID"), comment, sourceLocation: sourceLocation)
}
