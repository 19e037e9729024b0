import Pooling
import Postgres
import Testing

@testable import Onboarding

@Suite struct HandedConnectionTests {
    private let handed = HandedConnection(
        slot: 7,
        terms: ConnectionTerms(expires: .seconds(90), idleSince: .milliseconds(1500)),
        connection: .example
    )

    @Test func whatIsWrittenIsRead() {
        #expect(HandedConnection(text: handed.text) == handed)
    }

    @Test func whatIsCutShortOrSomethingElseIsRefused() {
        let fields = handed.text.split(separator: "\0", omittingEmptySubsequences: false)
        // All but the names of prepared statements at the end, of which there may be none.
        for count in 0..<fields.count - 1 {
            #expect(HandedConnection(text: fields.prefix(count).joined(separator: "\0")) == nil)
        }
        #expect(HandedConnection(text: "slot" + handed.text) == nil)
    }
}
