internal import HTTPRouting
internal import JSON
internal import Responder

/// One of the nine steps of the wizard, as far as the customer has come with it.
struct WizardStep: Equatable {
    /// The steps, in the order of the wizard. The raw value is what clients call it.
    enum ID: String, CaseIterable {
        case profile, vapi, ava, twilio, telephony, integrations, assistant, plan, done
    }

    /// The raw value is what clients call it.
    enum Status: String, CaseIterable {
        case todo, done, skipped
    }

    let id: ID
    let status: Status
    /// The names of the answers that are still to be given, or that hold something unusable.
    let missing: [String]

    /// The step's number, from 1.
    var number: Int { (ID.allCases.firstIndex(of: id) ?? 0) + 1 }

    init(_ id: ID, missing: [String], isSkipped: Bool = false) {
        self.id = id
        self.missing = missing
        status = missing.isEmpty ? .done : isSkipped ? .skipped : .todo
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", id.rawValue)
        json.member("number", number)
        json.member("status", status.rawValue)
        json.name(literal: "missing")
        json.beginArray()
        for name in missing { json.string(name) }
        json.endArray()
        json.endObject()
    }

    static let shape = Shape.object(
        "WizardStep",
        [
            Member("id", .choice(ID.allCases.map(\.rawValue)), example: "profile"),
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
