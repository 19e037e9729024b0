internal import Secrets

/// A refresh token: 256 random bits that only the client holds. The database knows its hash.
struct RefreshToken {
    /// The token as the client gets it: 43 characters of URL-safe base64.
    let text: String
    private let secret: [UInt8]

    /// A fresh one.
    /// - Throws: when the system has no randomness to give.
    init() throws {
        self.init(secret: try SecureRandom.bytes(32))
    }

    /// One that a client has sent; nil when it cannot be any of ours.
    init?(_ text: String) {
        guard text.utf8.count == 43, let secret = Base64URL.decode(text), secret.count == 32 else { return nil }
        self.init(secret: secret)
    }

    private init(secret: [UInt8]) {
        self.secret = secret
        text = Base64URL.encode(secret)
    }

    /// What the database stores.
    var hash: [UInt8] { SHA256.hash(secret) }

    /// The token that follows this one.
    ///
    /// It is derived from this token and a random seed that the database keeps with this token's row. So two tabs that
    /// refresh at once, or a client whose answer got lost, are given the very same successor: there is one lineage, and
    /// neither hash nor seed is enough to find a token.
    func successor(seed: [UInt8]) -> RefreshToken {
        RefreshToken(secret: HMACSHA256(key: secret).code(for: seed))
    }
}
