internal import Responder

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
