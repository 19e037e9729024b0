import Platform
import SystemPackage

/// A closed loop of clients: each sends its next request when it has the answer to its last.
struct Load {
    var answered = 0
    var exhausted = 0
    /// Connections that ended without an answer: their worker was killed.
    var broken = 0
    /// Answers that no worker should give.
    var errors: [String] = []
    var slowest = Duration.zero
    /// How many connections each process has opened.
    var opened: [String: Int] = [:]

    /// The times that a process opened a connection, all together.
    var moves: Int { opened.values.reduce(0, +) }

    /// Runs `clients` clients for a while, then waits for the answers that are missing.
    /// - Parameter meanwhile: called again and again, at least every 10 ms.
    static func run(
        _ socket: String,
        clients: Int,
        serviceTime: Duration,
        for time: Duration,
        meanwhile: () throws -> Void = {}
    ) throws -> Load {
        var load = Load()
        var pending: [FileDescriptor: Duration] = [:]
        var poller = try Poller()
        func send() throws {
            let peer = try UnixSocket.connect(socket)
            pending[peer] = MonotonicClock.now
            // When the worker is dead already, reading says so.
            _ = try? peer.writeAll("\(serviceTime.wholeNanoseconds / 1_000)\n".utf8)
            try poller.add(peer)
        }
        let end = MonotonicClock.now + time
        for _ in 0..<clients { try send() }
        while !pending.isEmpty {
            try meanwhile()
            for peer in poller.wait(timeout: .milliseconds(10)) {
                let answer = (try? peer.readOnce(limit: 200)).map { String(decoding: $0, as: UTF8.self) } ?? ""
                let started = pending.removeValue(forKey: peer) ?? .zero
                // Closing alone is not enough while a process that is just being started has a copy of the descriptor.
                poller.remove(peer)
                peer.closeIgnoringErrors()
                load.count(answer, after: MonotonicClock.now - started)
                if MonotonicClock.now < end { try send() }
            }
        }
        return load
    }

    private mutating func count(_ answer: String, after time: Duration) {
        slowest = max(slowest, time)
        let words = answer.split(whereSeparator: \.isWhitespace)
        switch words.first {
        case "ok" where words.count == 3:
            answered += 1
            opened[String(words[1]), default: 0] = max(opened[String(words[1]), default: 0], Int(words[2]) ?? 0)
        case "timeout" where words.last == "connection_budget_exhausted": exhausted += 1
        case nil: broken += 1
        default: errors.append(answer)
        }
    }
}
