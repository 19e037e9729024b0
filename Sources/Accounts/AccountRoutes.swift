public import HTTPRouting
public import Responder
public import Secrets

/// Sign-up, sessions and passwords.
public enum AccountRoutes {
    /// The routes, in the order of the documentation.
    public static let all: [ResponderRoute<PasswordHasher>] =
        Signup.routes + Login.routes + Refresh.routes + Logout.routes + Me.routes + Sessions.routes
        + PasswordChange.routes
}

/// A route that may hash passwords.
typealias AccountRoute = ResponderRoute<PasswordHasher>

/// A request to such a route.
typealias AccountCall = Call<Context<PasswordHasher>>

extension RateLimit {
    /// For whatever hashes a password for somebody who has not signed in. Attempts per account are counted in the
    /// database beside it.
    static let signIn = RateLimit("sign_in", perSecond: 10, burst: 100)
}
