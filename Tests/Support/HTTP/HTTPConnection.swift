import Foundation

/// One connection to a local server, good for several requests one after the other. One thread at a time.
public final class HTTPConnection {
    private let port: UInt16
    private var socket: LoopbackSocket
    private var received: [UInt8] = []
    private var isOver = false

    /// What went wrong on the way.
    public enum Failure: Error {
        /// The server closed the connection before its answer was complete; what came is attached.
        case answerIncomplete(String)
        /// No connection, or no answer in time; the error number is attached.
        case system(Int32)
    }

    /// Connects.
    /// - Parameter takesLittle: whether the server can send no more than some dozen kilobytes ahead of what is read.
    public init(port: UInt16, takesLittle: Bool = false) throws {
        self.port = port
        socket = try LoopbackSocket(port: port, takesLittle: takesLittle)
    }

    /// Sends a request and reads the answer, over a fresh connection when the server has closed this one.
    public func exchange(_ request: [UInt8], answersHead: Bool = false) throws -> HTTPAnswer {
        if isOver {
            socket = try LoopbackSocket(port: port)
            received = []
            isOver = false
        }
        try socket.write(request)
        let answer = try readAnswer(answersHead: answersHead)
        isOver = answer.header("Connection")?.lowercased() == "close"
        return answer
    }

    /// Sends bytes and reads nothing.
    public func write(_ bytes: [UInt8]) throws { try socket.write(bytes) }

    /// Reads one answer.
    public func readAnswer(answersHead: Bool = false) throws -> HTTPAnswer {
        let head = String(decoding: try read(through: "\r\n\r\n"), as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw Failure.answerIncomplete(head)
        }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (
                name: String(parts.first ?? ""),
                value: parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            )
        }
        // 100 Continue comes ahead of the answer proper.
        if status == 100 { return try readAnswer(answersHead: answersHead) }
        var answer = HTTPAnswer(status: status, headers: headers, body: [])
        guard !answersHead, status != 204, status != 304 else { return answer }
        if let length = answer.header("Content-Length").flatMap({ Int($0) }) {
            answer.body = try read(count: length)
        } else if answer.header("Transfer-Encoding")?.lowercased() == "chunked" {
            answer.body = try readChunks()
        } else {
            answer.body = try readToEnd()
        }
        return answer
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = String(decoding: try read(through: "\r\n").dropLast(2), as: UTF8.self)
            guard let size = Int(line, radix: 16) else { throw Failure.answerIncomplete(line) }
            body += try read(count: size)
            _ = try read(count: 2)
            if size == 0 { return body }
        }
    }

    private func readToEnd() throws -> [UInt8] {
        while let more = try socket.read(), !more.isEmpty { received += more }
        defer { received = [] }
        isOver = true
        return received
    }

    private func read(count: Int) throws -> [UInt8] {
        while received.count < count { try receive() }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    private func read(through mark: String) throws -> [UInt8] {
        let mark = Array(mark.utf8)
        while true {
            if let range = received.firstRange(of: mark) {
                defer { received.removeSubrange(..<range.upperBound) }
                return Array(received[..<range.upperBound])
            }
            try receive()
        }
    }

    private func receive() throws {
        guard let more = try socket.read() else {
            throw Failure.answerIncomplete(String(decoding: received, as: UTF8.self))
        }
        received += more
    }
}
