import Testing

@testable import Onboarding

/// How far a customer has come, and where they go on.
@Suite struct WizardProgressTests {
    private let profile: WizardFields = [
        .fullName, .organizationName, .industry, .timezone, .locale, .acceptTerms,
    ]

    @Test func `a new customer starts with the profile, and only the plan is chosen`() {
        let progress = WizardProgress(filled: [.plan, .seats])
        #expect(progress.steps.map(\.number) == Array(1...9))
        #expect(progress.steps.filter { $0.status == .done }.map(\.id) == [.plan])
        #expect(progress.resumeAt(among: progress.steps) == .profile)
    }

    @Test func `a skipped step is passed over, and a done one beats its flag`() {
        var progress = WizardProgress(filled: profile, vapiIsSkipped: true)
        #expect(progress.steps[1].status == .skipped)
        #expect(progress.resumeAt(among: progress.steps) == .ava)
        progress.filled.insert(.vapiKey)
        #expect(progress.steps[1].status == .done)
    }

    @Test func `an address that is none counts as missing once`() {
        var progress = WizardProgress(filled: [.strategy, .businessHours, .fallbackEmail])
        #expect(progress.steps[4].missing == [.fallbackEmail])
        progress.filled.remove(.fallbackEmail)
        #expect(progress.steps[4].missing == [.fallbackEmail])
        progress.filled.insert(.fallbackEmail)
        progress.fallbackEmailIsUsable = true
        #expect(progress.steps[4].status == .done)
    }

    @Test func `whoever has launched resumes at the end`() {
        let progress = WizardProgress(isCompleted: true)
        #expect(progress.resumeAt(among: progress.steps) == .done)
    }
}
