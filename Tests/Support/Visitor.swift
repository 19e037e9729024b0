import Foundation
import JSON

/// A customer who has just signed up.
public struct Visitor<Client: APIClient>: Sendable {
    /// The password.
    public static var password: String { "correct-horse-battery" }

    /// The address.
    public let email: String
    /// The user's id.
    public let id: Int
    /// The refresh token that came with the sign-up.
    public let refreshToken: String
    /// A client that carries the visitor's access token.
    public var client: Client

    /// Why there is no visitor.
    public struct Failure: Error {
        /// What was answered.
        public let answer: String
    }

    /// Signs up with an address of its own.
    public init(_ client: Client) throws {
        email = "v-\(UUID().uuidString.lowercased())@example.com"
        let answer = try client.with(token: nil).send("POST", "/api/v1/auth/signup", Self.credentials(email))
        guard answer.status == 201, let id = answer["user"]?["id"]?.integer,
            let refreshToken = answer["refresh_token"]?.string, let token = answer["access_token"]?.string
        else { throw Failure(answer: answer.text) }
        self.id = id
        self.refreshToken = refreshToken
        self.client = client.with(token: token)
    }

    /// Signs in once more.
    public func logIn(_ more: String = "") throws -> HTTPAnswer {
        let body = #"{"email": "\#(email)", "password": "\#(Self.password)"\#(more)}"#
        return try client.with(token: nil).send("POST", "/api/v1/auth/login", body)
    }

    /// The body of a sign-up or a sign-in.
    public static func credentials(_ email: String, _ password: String = password) -> String {
        #"{"email": "\#(email)", "password": "\#(password)"}"#
    }

    /// Trades a refresh token for new tokens.
    public static func refresh(_ token: String, _ client: Client) throws -> HTTPAnswer {
        try client.with(token: nil).send("POST", "/api/v1/auth/refresh", #"{"refresh_token": "\#(token)"}"#)
    }
}
