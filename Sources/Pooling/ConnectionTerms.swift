/// What a pool knows about a connection that idles, for the pool of another process that goes on with it. Instants are
/// those of a clock that both processes share.
public struct ConnectionTerms: Sendable, Equatable {
    /// When it has to be closed.
    public let expires: Duration
    /// When it was last used.
    public let idleSince: Duration

    /// Puts terms together.
    public init(expires: Duration, idleSince: Duration) {
        self.expires = expires
        self.idleSince = idleSince
    }
}
