internal import HTTPRouting
internal import JSON

/// One of the nine steps of the wizard, as far as the customer has come with it.
struct WizardStep: Equatable {
    /// The steps, in the order of the wizard.
    enum ID: String, CaseIterable {
        case profile, vapi, ava, twilio, telephony, integrations, assistant, plan, done

        static var names: [String] { allCases.map(\.rawValue) }
    }

    enum Status: String, CaseIterable {
        case todo, done, skipped
    }

    let id: ID
    let status: Status
    /// The fields that are still to be filled in, or that hold something unusable.
    let missing: [String]

    /// The step's number, from 1.
    var number: Int { (ID.allCases.firstIndex(of: id) ?? 0) + 1 }

    init(_ id: ID, missing: [String], isSkipped: Bool = false) {
        self.id = id
        self.missing = missing
        status = missing.isEmpty ? .done : isSkipped ? .skipped : .todo
    }

    static let shape = Shape.object(
        "WizardStep",
        [
            Member("id", .choice(ID.names), example: "profile"),
            Member("number", .integer, "From 1.", example: .integer(1)),
            Member("status", .choice(Status.allCases.map(\.rawValue)), example: "todo"),
            Member(
                "missing",
                .list(.text),
                "The fields that are still to be filled in, or that hold something unusable.",
                example: .array(["accept_terms"])
            ),
        ]
    )
}

/// What the wizard's steps are judged by: which answers are there, without the answers themselves.
struct WizardProgress {
    /// The names of the fields that hold something.
    var filled: Set<String> = []
    /// Whether the fallback address looks like one.
    var fallbackEmailIsUsable = false
    var vapiIsSkipped = false
    var twilioIsSkipped = false
    var assistantExists = false
    var isCompleted = false

    /// The nine steps.
    var steps: [WizardStep] {
        [
            step(.profile, "full_name", "organization_name", "industry", "timezone", "locale", "accept_terms"),
            WizardStep(.vapi, missing: missing("vapi_api_key"), isSkipped: vapiIsSkipped),
            step(.ava, "persona", "job_to_be_done", "languages", "tone", "guidelines"),
            WizardStep(.twilio, missing: missing("account_sid", "auth_token"), isSkipped: twilioIsSkipped),
            telephony,
            step(.integrations, "calendar", "workspace_apps", "crm"),
            WizardStep(.assistant, missing: assistantExists ? [] : ["assistant"]),
            step(.plan, "plan", "seats"),
            WizardStep(.done, missing: isCompleted ? [] : ["launch"]),
        ]
    }

    /// Where a customer who comes back goes on: the first step that is neither done nor skipped.
    var resumeAt: WizardStep.ID {
        isCompleted ? .done : steps.first { $0.status == .todo }?.id ?? .done
    }

    private var telephony: WizardStep {
        var open = missing("strategy", "business_hours", "fallback_email")
        if open.last != "fallback_email", !fallbackEmailIsUsable { open.append("fallback_email") }
        return WizardStep(.telephony, missing: open)
    }

    private func step(_ id: WizardStep.ID, _ fields: String...) -> WizardStep {
        WizardStep(id, missing: fields.filter { !filled.contains($0) })
    }

    private func missing(_ fields: String...) -> [String] {
        fields.filter { !filled.contains($0) }
    }
}
