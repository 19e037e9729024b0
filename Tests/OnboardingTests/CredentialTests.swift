import Testing

@testable import Onboarding

/// What is stored of a phone number, and shown of a secret.
@Suite struct CredentialTests {
    @Test(arguments: [
        ("+14155550199", "+14155550199"), ("+1 (415) 555-01.99", "+14155550199"), ("0033612345678", nil),
        ("+0123456", nil),
        ("+1", nil), ("+1234567890123456", nil), ("+1415555+0199", nil), ("٠١٢٣٤٥٦", nil), ("", nil),
    ])
    func `a phone number is stored in international form`(text: String, stored: String?) {
        #expect(PhoneNumber.normalized(text) == stored)
    }

    @Test(arguments: [("sk-abc123xyz789", "****z789"), ("12345678", "****5678"), ("1234567", "****"), ("", "****")])
    func `a preview shows four characters of a long secret and none of a short one`(secret: String, preview: String) {
        #expect(CredentialResource.preview(secret) == preview)
    }
}
