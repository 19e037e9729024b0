internal import Accounts
public import HTTPRouting
public import Responder
internal import Secrets
public import Settings

/// The program `onboarding-responder`: accounts, the wizard's answers, and what keeps the service running.
public enum OnboardingApplication: Application {
    /// The name of the pool.
    public static let name = "onboarding"

    /// What the routes work with.
    public struct Services {
        /// Encrypts what customers store.
        let keys: KeyRing
        /// Hashes their passwords.
        let passwords: PasswordHasher
    }

    /// Takes the keys from the settings.
    public static func services(_ settings: Settings) -> Services {
        Services(keys: settings.fernetKeys, passwords: PasswordHasher())
    }

    /// Every route, in the order of the documentation. A new resource is one file and one line here.
    public static let routes: [ResponderRoute<Services>] =
        AccountRoutes.all.map { $0.within { (context: Context<Services>) in context.lending(context.services.passwords) } }
        + Profile.resource.routes.lent()
        + StudioConfig.resource.routes.lent()
        + VapiSettings.resource.routes
        + TwilioSettings.resource.routes
        + OnboardingFlags.resource.routes.lent()
        + Completion.routes.lent()
        + OnboardingState.routes.lent()
        + Operations.routes.lent()
}
