import Foundation
import JSON
import Platform
import Support
import Testing

extension EndToEnd {
    /// Clients that send or take their bytes slowly, or hang up in between.
    @Suite struct SlowClientFaultTests {
        private static let path = "/api/v1/user/profile"

        /// Four times as many slow clients as workers.
        @Test func slowUploadsHoldNoWorkerAndAnAbortedOneWritesNothing() throws {
            let client = try Visitor().client
            #expect(try client.send("PATCH", Self.path, #"{"industry": "whole"}"#).status == 200)
            let request = client.encoded("PATCH", Self.path, Array(#"{"industry": "half", "full_name": "half"}"#.utf8))
            var slow: [HTTPConnection] = []
            for number in 0..<16 {
                let connection = try HTTPConnection(port: client.port)
                try connection.write(Array(request.dropLast(1 + number)))
                slow.append(connection)
            }
            for _ in 0..<20 {
                let start = MonotonicClock.now
                #expect(try client.send("GET", Self.path)["industry"] == "whole")
                #expect(MonotonicClock.now - start < .seconds(1))
            }
            let last = slow.removeFirst()
            slow = []
            for _ in 0..<20 { #expect(try client.send("GET", Self.path)["industry"] == "whole") }
            try last.write(Array(request.suffix(1)))
            #expect(try last.readAnswer().status == 200, "the one that goes on is served")
            let stored = try client.send("GET", Self.path)
            #expect(stored["industry"] == "half")
            #expect(stored["full_name"] == "half")
        }

        @Test func aClientThatHangsUpBeforeTheAnswerLeavesAllOrNothing() throws {
            let client = try Visitor().client
            for number in 0..<20 {
                let body = Array(#"{"industry": "\#(number)", "full_name": "\#(number)"}"#.utf8)
                try HTTPConnection(port: client.port).write(client.encoded("PATCH", Self.path, body))
                let stored = try client.send("GET", Self.path)
                #expect(stored.status == 200)
                #expect(stored["industry"] == stored["full_name"])
            }
        }

        /// Four times as many as workers, each with more answers under way than the buffers on the way hold.
        @Test func clientsThatReadNothingHoldNoWorker() throws {
            let stack = try EndToEnd.stack()
            let client = try Visitor().client
            let path = "/api/v1/user/studio-config"
            let guidelines = String(repeating: "é", count: 10_000)
            #expect(try client.send("PATCH", path, #"{"guidelines": "\#(guidelines)"}"#).status == 200)
            let id = "unread-\(UUID().uuidString)"
            let request = client.encoded("GET", path, nil, ["X-Request-ID": id])
            let slow = try (0..<16).map { _ in
                let connection = try HTTPConnection(port: client.port, takesLittle: true)
                for _ in 0..<20 { try connection.write(request) }
                return connection
            }
            for _ in 0..<20 {
                let start = MonotonicClock.now
                #expect(try client.send("GET", "/readyz").status == 200)
                #expect(MonotonicClock.now - start < .seconds(1))
            }
            // nginx logs a request when it has sent the answer.
            #expect(try stack.accessLogLine(of: id) != nil)
            let sent = try stack.logs().components(separatedBy: id).count - 1
            #expect((1..<16 * 20).contains(sent), "the buffers have taken every answer")
            for connection in slow {
                for _ in 0..<20 { #expect(try connection.readAnswer()["guidelines"]?.string == guidelines) }
            }
        }
    }
}
