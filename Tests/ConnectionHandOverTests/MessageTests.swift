import Pooling
import SystemPackage
import Testing

@testable import ConnectionHandOver
@testable import Postgres

/// What a worker writes to its successor of the connection that it leaves to it.
@Suite struct MessageTests {
    private static let descriptors = [FileDescriptor(rawValue: 100), FileDescriptor(rawValue: 101)]

    private func handedOver() throws -> HandedOverConnection {
        let fields = ["0", "5", "1", "2", "server_version", "15.4", "Profile_select", "Profile#1"]
        return HandedOverConnection(
            slot: 7,
            terms: ConnectionTerms(expires: .seconds(90), idleSince: .milliseconds(1500)),
            connection: try #require(IdleConnection(fields: fields[...])),
            socket: Self.descriptors[0],
            lock: Self.descriptors[1]
        )
    }

    @Test func whatIsWrittenIsRead() throws {
        let sent = try handedOver()
        let received = try #require(HandedOverConnection(sent.text, Self.descriptors))
        #expect(received.slot == sent.slot && received.terms == sent.terms)
        #expect(received.connection == sent.connection)
        #expect(received.socket == sent.socket && received.lock == sent.lock)
    }

    @Test func whatIsCutShortOrSomethingElseIsRefused() throws {
        let text = try handedOver().text
        let fields = text.split(separator: "\0", omittingEmptySubsequences: false)
        // All but the names of prepared statements at the end, of which there may be none.
        for count in 0..<fields.count - 2 {
            #expect(HandedOverConnection(fields.prefix(count).joined(separator: "\0"), Self.descriptors) == nil)
        }
        #expect(HandedOverConnection("slot" + text, Self.descriptors) == nil)
        #expect(HandedOverConnection("-" + text, Self.descriptors) == nil)
        #expect(HandedOverConnection(text, [Self.descriptors[0]]) == nil)
    }
}
