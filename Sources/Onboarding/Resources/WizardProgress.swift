/// What the wizard's steps are judged by: which answers are there, without the answers themselves.
struct WizardProgress {
    /// The fields that hold something.
    var filled: WizardFields = []
    /// Whether the fallback address looks like one.
    var fallbackEmailIsUsable = false
    var vapiIsSkipped = false
    var twilioIsSkipped = false
    var isCompleted = false

    /// The nine steps.
    var steps: [WizardStep] {
        [
            step(.profile, [.fullName, .organizationName, .industry, .timezone, .locale, .acceptTerms]),
            step(.vapi, [.vapiKey], isSkipped: vapiIsSkipped),
            step(.ava, [.persona, .jobToBeDone, .languages, .tone, .guidelines]),
            step(.twilio, [.accountSID, .authToken], isSkipped: twilioIsSkipped),
            telephony,
            step(.integrations, [.calendar, .workspaceApps, .crm]),
            step(.assistant, [.assistant]),
            step(.plan, [.plan, .seats]),
            WizardStep(.done, missing: isCompleted ? [] : [.launch]),
        ]
    }

    /// Where a customer who comes back goes on: the first of the ``steps`` that is neither done nor skipped.
    func resumeAt(among steps: [WizardStep]) -> WizardStep.ID {
        isCompleted ? .done : steps.first { $0.status == .todo }?.id ?? .done
    }

    private var telephony: WizardStep {
        let awaited: WizardFields = [.strategy, .businessHours, .fallbackEmail]
        var usable = filled
        if !fallbackEmailIsUsable { usable.remove(.fallbackEmail) }
        return WizardStep(.telephony, missing: awaited.subtracting(usable))
    }

    private func step(_ id: WizardStep.ID, _ fields: WizardFields, isSkipped: Bool = false) -> WizardStep {
        WizardStep(id, missing: fields.subtracting(filled), isSkipped: isSkipped)
    }
}
