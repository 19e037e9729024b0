import Platform
import SystemPackage
import Testing

@Suite struct MessageSocketTests {
    @Test func eachMessageArrivesWholeWithItsDescriptors() throws {
        let (one, other) = try MessageSocket.pair()
        defer { for end in [one, other] { end.descriptor.closeIgnoringErrors() } }
        let (reader, writer) = try FileDescriptor.closeOnExecPipe()
        try one.send("first", with: [writer])
        try one.send("second")
        try one.send("third", with: [reader, writer])
        writer.closeIgnoringErrors()
        reader.closeIgnoringErrors()
        let first = try other.receive()
        let second = try other.receive()
        let third = try other.receive()
        #expect([first?.text, second?.text, third?.text] == ["first", "second", "third"])
        #expect(first?.attachments.count == 1 && second?.attachments == [] && third?.attachments.count == 2)
        let copies = try #require(first?.attachments) + #require(third?.attachments)
        _ = try copies[0].writeAll("through the copy, ".utf8)
        _ = try copies[2].writeAll("and another".utf8)
        let text = try String(decoding: copies[1].readOnce(limit: 100), as: UTF8.self)
        #expect(text == "through the copy, and another")
        for copy in copies { copy.closeIgnoringErrors() }
    }

    @Test func moreMessagesThanTheKernelKeepsAreRefusedToWhoDoesNotWait() throws {
        let (one, other) = try MessageSocket.pair()
        defer { for end in [one, other] { end.descriptor.closeIgnoringErrors() } }
        #expect(throws: Errno.resourceTemporarilyUnavailable) {
            for _ in 0..<100_000 { try one.send("unread", waits: false) }
        }
        #expect(throws: Errno.messageTooLong) {
            try one.send(String(repeating: "x", count: MessageSocket.longestMessage + 1))
        }
        #expect(throws: Errno.invalidArgument) {
            try one.send("too much", with: Array(repeating: one.descriptor, count: 3))
        }
    }

    @Test func anAnswerThatDoesNotComeIsToldFromAnEnd() throws {
        let (one, other) = try MessageSocket.pair()
        #expect(throws: Errno.resourceTemporarilyUnavailable) { try one.receive(timeout: .milliseconds(1)) }
        other.descriptor.closeIgnoringErrors()
        #expect(try one.receive() == nil)
        #expect(throws: Errno.brokenPipe) { try one.send("nobody is there") }
        one.descriptor.closeIgnoringErrors()
    }
}
