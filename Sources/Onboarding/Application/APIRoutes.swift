internal import HTTPRouting

/// Every route of the application, in the order of the documentation. A new resource is one file and one line here.
enum APIRoutes {
    /// The table that `onboarding-responder` serves.
    static let table = RouteTable<Application>(
        Signup.routes + Login.routes + Refresh.routes + Logout.routes + Me.routes
            + Sessions.routes + PasswordChange.routes
            + Profile.routes + StudioConfig.routes + VapiSettings.routes + TwilioSettings.routes
            + OnboardingFlags.routes + Completion.routes + OnboardingState.routes
            + Health.routes + Metrics.routes + Documentation.routes
    )
}
