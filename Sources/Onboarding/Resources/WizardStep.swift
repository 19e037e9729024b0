internal import HTTPRouting
internal import JSON

/// One of the nine steps of the wizard, as far as the customer has come with it.
struct WizardStep: Equatable {
    /// The steps, in the order of the wizard.
    enum ID: Int, CaseIterable {
        case profile = 1
        case vapi, ava, twilio, telephony, integrations, assistant, plan, done

        /// What clients call it.
        var name: StaticString {
            switch self {
            case .profile: "profile"
            case .vapi: "vapi"
            case .ava: "ava"
            case .twilio: "twilio"
            case .telephony: "telephony"
            case .integrations: "integrations"
            case .assistant: "assistant"
            case .plan: "plan"
            case .done: "done"
            }
        }

        static var names: [String] { allCases.map(\.name.description) }
    }

    enum Status: CaseIterable {
        case todo, done, skipped

        /// What clients call it.
        var name: StaticString {
            switch self {
            case .todo: "todo"
            case .done: "done"
            case .skipped: "skipped"
            }
        }
    }

    let id: ID
    let status: Status
    /// The fields that are still to be filled in, or that hold something unusable.
    let missing: WizardFields

    /// The step's number, from 1.
    var number: Int { id.rawValue }

    init(_ id: ID, missing: WizardFields, isSkipped: Bool = false) {
        self.id = id
        self.missing = missing
        status = missing.isEmpty ? .done : isSkipped ? .skipped : .todo
    }

    static let shape = Shape.object(
        "WizardStep",
        [
            Member("id", .choice(ID.names), example: "profile"),
            Member("number", .integer, "From 1.", example: .integer(1)),
            Member("status", .choice(Status.allCases.map(\.name.description)), example: "todo"),
            Member(
                "missing",
                .list(.text),
                "The fields that are still to be filled in, or that hold something unusable.",
                example: .array(["accept_terms"])
            ),
        ]
    )
}
