/// What an access token says about its bearer.
public struct AccessClaims: Sendable, Equatable {
    /// `sub`: the user's id, 1 to 2147483647.
    public let subject: Int
    /// `sid`: the session as a lower-case UUID. Nil in a token of another service that shares the secret.
    public let session: String?
    /// `iat`: when the token was made, in seconds since 1970. Nil in a token of another service that does not say.
    public let issuedAt: Int?
    /// `exp`: from when on the token is refused, in seconds since 1970.
    public let expiresAt: Int

    /// Claims to be signed.
    public init(subject: Int, session: String?, issuedAt: Int?, expiresAt: Int) {
        self.subject = subject
        self.session = session
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}
