internal import HTTPRouting
internal import JSON
internal import Responder

/// One of the nine steps of the wizard, as far as the customer has come with it.
struct WizardStep: Equatable {
    /// The steps, in the order of the wizard. The raw value is what clients call it.
    enum ID: String, CaseIterable {
        case profile, vapi, ava, twilio, telephony, integrations, assistant, plan, done
    }

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

/// A stored field that is asked for in the wizard.
struct WizardAnswer: Sendable {
    let stored: StoredField
    /// The step that waits for it; nil when none does.
    let step: WizardStep.ID?
    /// Whether a text that was stored while it was still being typed can be used; nil where any text can.
    let isUsable: (@Sendable (String) -> Bool)?

    init(
        _ stored: StoredField,
        step: WizardStep.ID? = nil,
        isUsable: (@Sendable (String) -> Bool)? = nil
    ) {
        self.stored = stored
        self.step = step
        self.isUsable = isUsable
    }
}

/// Something that the wizard waits for, and the step that does. Pure.
struct AwaitedAnswer: Sendable, Equatable {
    /// What clients call it.
    let name: String
    let step: WizardStep.ID
}

/// How far a customer has come: which of the awaited answers are there, without the answers themselves. Pure.
struct WizardProgress {
    /// What the wizard waits for, in its order; at most 64.
    let awaited: [AwaitedAnswer]
    /// The positions of those that are there and can be used, as bits.
    private var filled: UInt64 = 0
    /// The steps that the customer has skipped.
    var skipped: [WizardStep.ID] = []
    /// Whether the customer has launched.
    var isCompleted = false

    init(awaiting awaited: [AwaitedAnswer]) {
        precondition(awaited.count <= 64, "the wizard waits for at most 64 answers")
        self.awaited = awaited
    }

    /// The answer at a position of ``awaited`` is there.
    mutating func fill(_ position: Int) { filled |= 1 << UInt64(position) }

    /// The nine steps.
    var steps: [WizardStep] {
        WizardStep.ID.allCases.map { id in
            var missing: [String] = []
            for (position, answer) in awaited.enumerated()
            where answer.step == id && filled & 1 << UInt64(position) == 0 {
                missing.append(answer.name)
            }
            return WizardStep(id, missing: missing, isSkipped: skipped.contains(id))
        }
    }

    /// Where a customer who comes back goes on: the first of the ``steps`` that is neither done nor skipped.
    func resumeAt(among steps: [WizardStep]) -> WizardStep.ID {
        isCompleted ? .done : steps.first { $0.status == .todo }?.id ?? .done
    }
}
