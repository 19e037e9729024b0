/// An answer that a step of the wizard waits for.
enum WizardField: Int {
    case fullName, organizationName, industry, timezone, locale, acceptTerms
    case vapiKey
    case persona, jobToBeDone, languages, tone, guidelines
    case accountSID, authToken
    case strategy, businessHours, fallbackEmail
    case calendar, workspaceApps, crm
    case assistant
    case plan, seats
    case launch

    /// What clients call it.
    var name: StaticString {
        switch self {
        case .fullName: "full_name"
        case .organizationName: "organization_name"
        case .industry: "industry"
        case .timezone: "timezone"
        case .locale: "locale"
        case .acceptTerms: "accept_terms"
        case .vapiKey: "vapi_api_key"
        case .persona: "persona"
        case .jobToBeDone: "job_to_be_done"
        case .languages: "languages"
        case .tone: "tone"
        case .guidelines: "guidelines"
        case .accountSID: "account_sid"
        case .authToken: "auth_token"
        case .strategy: "strategy"
        case .businessHours: "business_hours"
        case .fallbackEmail: "fallback_email"
        case .calendar: "calendar"
        case .workspaceApps: "workspace_apps"
        case .crm: "crm"
        case .assistant: "assistant"
        case .plan: "plan"
        case .seats: "seats"
        case .launch: "launch"
        }
    }
}

/// A set of fields, one bit for each. As a sequence it has them in the order of the wizard.
struct WizardFields: ExpressibleByArrayLiteral, Equatable, Sequence {
    private var bits: UInt32 = 0

    init(arrayLiteral fields: WizardField...) {
        for field in fields { insert(field) }
    }

    func contains(_ field: WizardField) -> Bool { bits & 1 << field.rawValue != 0 }

    mutating func insert(_ field: WizardField) { bits |= 1 << field.rawValue }

    mutating func remove(_ field: WizardField) { bits &= ~(1 << field.rawValue) }

    var isEmpty: Bool { bits == 0 }

    func subtracting(_ other: WizardFields) -> WizardFields {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    func makeIterator() -> Iterator { Iterator(bits: bits) }

    struct Iterator: IteratorProtocol {
        fileprivate var bits: UInt32

        mutating func next() -> WizardField? {
            guard bits != 0 else { return nil }
            defer { bits &= bits - 1 }
            return WizardField(rawValue: bits.trailingZeroBitCount)
        }
    }
}
