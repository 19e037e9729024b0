/// Who may call a route.
public enum RouteAccess: Sendable, Equatable {
    /// Anybody.
    case anyone
    /// Whoever brings a good access token.
    case caller
    /// Processes on this machine.
    case loopback
}
