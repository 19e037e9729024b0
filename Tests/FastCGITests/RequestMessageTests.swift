import Foundation
import Platform
import SystemPackage
import Testing

@testable import FastCGI

/// A request that this process writes is read by libfcgi, as one of nginx is.
@Suite struct RequestMessageTests {
    @Test(arguments: ["", "short", "שלום", String(repeating: "x", count: 127), String(repeating: "y", count: 5_000)])
    func libfcgiReadsWhatWasWritten(value: String) throws {
        let peer = try ConnectedPeer()
        let (listener, client) = (peer.listener, peer.client)
        defer { withExtendedLifetime(peer) {} }
        let message = RequestMessage(["REQUEST_METHOD": "GET", "REQUEST_URI": "/", "HTTP_COOKIE": value])
        try client.writeAll(message.bytes)
        shutdown(client.rawValue, Int32(SHUT_WR))

        let connection = try Exchange(Listener(inherited: listener))
        #expect(connection.accept() == .request)
        let parameters = connection.parameters()
        #expect(parameters.method == "GET" && parameters.target == "/" && parameters.cookie == value)
        #expect(parameters.userAgent == nil)
        #expect(try connection.readBody(length: 0) == [])
        try connection.send(Array("Status: 200 OK\r\n\r\nhello".utf8))
        let answer = try client.readOnce(limit: 1_024)
        #expect(String(decoding: answer, as: UTF8.self).contains("hello"))
        #expect(connection.accept() == .nothing)
    }
}
