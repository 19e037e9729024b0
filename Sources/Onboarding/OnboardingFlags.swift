internal import Responder

/// What the customer has skipped and reached: three flags of the wizard.
enum OnboardingFlags {
    static let resource = FieldResource(
        "OnboardingFlags",
        "/api/v1/user/onboarding",
        aliases: ["/api/user/onboarding"],
        "The wizard's flags.",
        table: .ofUser("user_onboarding", alias: "o"),
        fields: [
            .boolean("onboarding_vapi_skipped", "The Vapi step was skipped.", example: false),
            .boolean("onboarding_twilio_skipped", "The Twilio step was skipped.", example: true),
            .boolean("onboarding_assistant_created", "An assistant was created.", example: true),
        ]
    )
}
