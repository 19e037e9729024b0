import Testing

@testable import Onboarding

/// How far a customer has come, and where they go on.
@Suite struct WizardProgressTests {
    private static let awaited: [AwaitedAnswer] = [
        AwaitedAnswer(name: "full_name", step: .profile), AwaitedAnswer(name: "accept_terms", step: .profile),
        AwaitedAnswer(name: "vapi_api_key", step: .vapi), AwaitedAnswer(name: "persona", step: .ava),
        AwaitedAnswer(name: "plan", step: .plan), AwaitedAnswer(name: "launch", step: .done),
    ]

    private func progress(_ filled: String...) -> WizardProgress {
        var progress = WizardProgress(awaiting: Self.awaited)
        for (position, answer) in Self.awaited.enumerated() where filled.contains(answer.name) {
            progress.fill(position)
        }
        return progress
    }

    @Test func `a new customer starts with the profile`() {
        let progress = progress("plan")
        #expect(progress.steps.map(\.number) == Array(1...9))
        #expect(progress.steps[0].missing == ["full_name", "accept_terms"])
        #expect(progress.steps[7].status == .done)
        #expect(progress.resumeAt(among: progress.steps) == .profile)
    }

    @Test func `a skipped step is passed over, and a done one beats its flag`() {
        var skipping = progress("full_name", "accept_terms")
        skipping.skipped = [.vapi]
        #expect(skipping.steps[1].status == .skipped)
        #expect(skipping.resumeAt(among: skipping.steps) == .ava)
        var done = progress("vapi_api_key")
        done.skipped = [.vapi]
        #expect(done.steps[1].status == .done)
    }

    @Test func `whoever has launched resumes at the end`() {
        var progress = progress()
        progress.isCompleted = true
        #expect(progress.resumeAt(among: progress.steps) == .done)
    }
}
