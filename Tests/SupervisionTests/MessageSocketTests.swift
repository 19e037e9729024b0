import Platform
import SystemPackage
import Testing

@Suite struct MessageSocketTests {
    @Test func eachMessageArrivesWholeWithItsDescriptor() throws {
        let (one, other) = try MessageSocket.pair()
        defer { for end in [one, other] { end.descriptor.closeIgnoringErrors() } }
        let (reader, writer) = try FileDescriptor.closeOnExecPipe()
        try one.send("first", with: writer)
        try one.send("second")
        writer.closeIgnoringErrors()
        let first = try other.receive()
        let second = try other.receive()
        #expect(first?.text == "first" && second?.text == "second")
        #expect(second?.attachment == nil)
        let copy = try #require(first?.attachment)
        _ = try copy.writeAll("through the copy".utf8)
        copy.closeIgnoringErrors()
        #expect(try String(decoding: reader.readOnce(limit: 100), as: UTF8.self) == "through the copy")
        reader.closeIgnoringErrors()
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
