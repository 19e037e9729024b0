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
