public import HTTPRouting
internal import HTTPTypes
public import Settings

/// A responder program: a name, a route table, and what its routes work with beyond what every responder has.
///
/// `onboarding-responder` is `ResponderProgram<OnboardingApplication>.main()` and nothing else.
public protocol Application {
    /// What the routes work with: keys, a client of a third party. `NoServices` for nothing.
    associatedtype Services

    /// The pool that workers of this program belong to unless they are told another name, such as `onboarding`. The
    /// program is called `NAME-responder`.
    static var name: String { get }

    /// The routes, in the order of the documentation.
    ///
    /// Before workers are copied, each GET handler behind a token is called once with a deadline that has passed, so that
    /// what it sets up is shared. It must do nothing then that anybody would notice.
    static var routes: [Route<Context<Services>>] { get }

    /// Makes what the routes work with. Called once in each process, before a worker is copied from it: nothing that
    /// must not be shared by two processes, such as a connection, may be opened here.
    /// - Throws: an error whose description is a sentence that names the setting which is wrong.
    static func services(_ settings: Settings) throws -> Services
}

/// For an application whose routes need nothing but the database.
public struct NoServices: Sendable {
    /// Nothing.
    public init() {}
}

extension Application where Services == NoServices {
    /// Nothing.
    public static func services(_ settings: Settings) throws -> NoServices { NoServices() }
}

/// A route of an application that lends its handlers these services.
public typealias ResponderRoute<Services> = Route<Context<Services>>
