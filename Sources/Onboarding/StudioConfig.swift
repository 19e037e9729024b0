internal import Accounts
internal import HTTPRouting
internal import Responder

/// Steps 3, 5, 6 and 8 of the wizard: what Ava does, how she is reached, what she works with, and the plan.
enum StudioConfig {
    static let answers = [
        WizardAnswer(
            .choice("persona", ["secretary", "concierge", "sdr", "cs"], "The part that Ava plays.", example: "secretary"),
            step: .ava
        ),
        WizardAnswer(
            .text("job_to_be_done", maximum: 10_000, "What Ava is there for.", example: "Gérer les appels"),
            step: .ava
        ),
        WizardAnswer(
            .list(
                "languages",
                of: .choice(["en", "fr", "he"]),
                maximum: 3,
                unique: true,
                "The languages that Ava speaks.",
                example: ["en", "fr"]
            ),
            step: .ava
        ),
        WizardAnswer(.text("tone", maximum: 64, "How Ava sounds.", example: "professional"), step: .ava),
        WizardAnswer(
            .text("guidelines", maximum: 10_000, "What Ava keeps to.", example: "Always be polite"),
            step: .ava
        ),
        WizardAnswer(
            .choice("strategy", ["attach", "purchase"], "Where the number comes from.", example: "attach"),
            step: .telephony
        ),
        WizardAnswer(.text("number", maximum: 32, "The phone number, as typed.", example: "+14155550199")),
        WizardAnswer(
            .text("business_hours", maximum: 255, "When people answer themselves.", example: "Mon-Fri 9-18"),
            step: .telephony
        ),
        WizardAnswer(
            .text("fallback_email", maximum: 320, "Who hears of missed calls.", example: "ops@example.com"),
            step: .telephony,
            isUsable: { EmailAddress.normalized($0) != nil }
        ),
        WizardAnswer(
            .choice("calendar", ["google", "outlook", "none"], "The calendar.", example: "google"),
            step: .integrations
        ),
        WizardAnswer(
            .list(
                "workspace_apps",
                of: .text(maximum: 64),
                maximum: 50,
                "The applications in use.",
                example: ["slack", "notion"]
            ),
            step: .integrations
        ),
        WizardAnswer(
            .choice("crm", ["hubspot", "salesforce", "none"], "The CRM.", example: "hubspot"),
            step: .integrations
        ),
        WizardAnswer(
            .choice("plan", ["free", "pro", "business"], "The plan; null means free.", example: "free", default: "free"),
            step: .plan
        ),
        WizardAnswer(
            .integer("seats", 1...1000, "How many people use it; null means 1.", example: 2, default: 1),
            step: .plan
        ),
    ]

    static let resource = FieldResource(
        "StudioConfig",
        "/api/v1/user/studio-config",
        "How the caller's Ava is set up.",
        fields: answers.map(\.stored),
        trailing: .updatedAt
    )
}
