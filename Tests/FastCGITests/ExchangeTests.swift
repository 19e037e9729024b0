import Foundation
import Platform
import SystemPackage
import Testing

@testable import FastCGI

/// What the web server sees of a connection when its request has been answered.
@Suite struct ExchangeTests {
    private let request = RequestMessage(["REQUEST_METHOD": "GET", "REQUEST_URI": "/"]).bytes

    /// Waiting until a peer closes would cost a worker up to 200 ms, and a sleep with any peer.
    @Test func aPeerThatKeepsItsConnectionHoldsNoWorker() throws {
        signal(SIGPIPE, SIG_IGN)
        let peer = try ConnectedPeer()
        let (listener, client) = (peer.listener, peer.client)
        defer { withExtendedLifetime(peer) {} }
        try client.writeAll(request)
        let hasAnswered = DispatchSemaphore(value: 0)
        Thread {
            try? Self.answer(listener)
            hasAnswered.signal()
        }.start()
        defer { hasAnswered.wait() }

        let answer = try Self.readToEnd(client)
        // Once the end can be read the other side is closed as a whole; if it only waited, it would still take this.
        #expect(throws: Errno.brokenPipe) { try client.writeAll([0]) }
        #expect(String(decoding: answer, as: UTF8.self).contains("hello"))
    }

    /// A body that nobody asked for, larger than any buffer on the way, must not cost the peer its answer.
    @Test func aPeerWhoseBodyIsNotWantedGetsItsAnswerWhole() throws {
        let peer = try ConnectedPeer()
        let (listener, client) = (peer.listener, peer.client)
        defer { withExtendedLifetime(peer) {} }
        let unwanted = [UInt8](repeating: 120, count: 60_000)
        let input: [UInt8] = [1, 5, 0, 1, UInt8(unwanted.count >> 8), UInt8(unwanted.count & 0xff), 0, 0] + unwanted
        let endOfInput: [UInt8] = Array(request.suffix(8))
        try client.writeAll(Array(request.dropLast(8)) + input + endOfInput)

        let connection = try Exchange(Listener(inherited: listener))
        #expect(connection.accept() == .request)
        let text = [UInt8](repeating: UInt8(ascii: "~"), count: 32_000)
        try connection.send(Array("Status: 413 Content Too Large\r\n\r\n".utf8) + text)
        let answer = try Self.readToEnd(client)
        #expect(answer.count { $0 == UInt8(ascii: "~") } == text.count)
    }

    private static func answer(_ listener: FileDescriptor) throws {
        let connection = try Exchange(Listener(inherited: listener))
        #expect(connection.accept() == .request)
        try connection.send(Array("Status: 200 OK\r\n\r\nhello".utf8))
    }

    private static func readToEnd(_ client: FileDescriptor) throws -> [UInt8] {
        var answer: [UInt8] = []
        while true {
            guard client.isReadable() else {
                Thread.sleep(forTimeInterval: 0.001)
                continue
            }
            let bytes = try client.readOnce(limit: 65_536)
            if bytes.isEmpty { return answer }
            answer += bytes
        }
    }
}
