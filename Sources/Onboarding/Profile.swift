internal import HTTPRouting
internal import JSON
internal import Responder

/// Step 1 of the wizard: who the customer is.
enum Profile {
    static let answers = [
        WizardAnswer(
            .text("full_name", maximum: 255, "The person's name.", example: "Ada Lovelace"),
            step: .profile
        ),
        WizardAnswer(.text("organization_name", maximum: 255, "The business.", example: "Acme"), step: .profile),
        WizardAnswer(.text("industry", maximum: 255, "What the business does.", example: "technology"), step: .profile),
        WizardAnswer(.text("timezone", maximum: 255, "An IANA time zone.", example: "Europe/Paris"), step: .profile),
        WizardAnswer(
            .choice("locale", ["en", "fr", "he"], "The language of the wizard.", example: "fr"),
            step: .profile
        ),
        WizardAnswer(.boolean("marketing_opt_in", "Whether product news are welcome.", example: false)),
        WizardAnswer(.boolean("accept_terms", "Whether the terms are accepted.", example: true), step: .profile),
    ]

    static let resource = FieldResource(
        "Profile",
        "/api/v1/user/profile",
        "The caller's profile.",
        leading: [
            SelectedColumn("u.id", Member("id", .integer, example: .integer(1))),
            SelectedColumn("u.email", Member("email", .text, example: "ada@example.com")),
        ],
        fields: answers.map(\.stored),
        trailing: .updatedAt
    )
}

extension SelectList {
    /// When the caller's row of `users` was last changed.
    static let updatedAt: SelectList = [
        SelectedColumn("u.updated_at", Member("updated_at", .instant, example: "2026-03-01T09:30:00.250000Z"))
    ]
}
