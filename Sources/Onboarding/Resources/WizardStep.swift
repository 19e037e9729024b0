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
    let missing: [WizardField]

    /// The step's number, from 1.
    var number: Int { (ID.allCases.firstIndex(of: id) ?? 0) + 1 }

    init(_ id: ID, missing: [WizardField], isSkipped: Bool = false) {
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
