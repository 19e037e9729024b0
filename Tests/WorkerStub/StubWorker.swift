import Platform
import Scoreboard
import SystemPackage

/// A worker for the tests of the process manager: it keeps to the manager's rules and answers lines of text instead of
/// FastCGI. "hello" is answered with the process id and the variable `STUB_TEXT`; "sleep N" after N milliseconds; "abort"
/// ends the process; "grow N" takes N MiB first.
final class StubWorker {
    private let environment: [String: String]
    private let options: [String: String]
    private let slot: WorkerSlot
    private let signals: SignalDescriptor
    private var poller: Poller
    private let listener = FileDescriptor.standardInput
    private var memory: [[UInt8]] = []

    /// Nil when the arguments are none of the manager's.
    init?(_ arguments: [String], environment: [String: String]) throws {
        var options: [String: String] = [:]
        var words = arguments[...]
        while let name = words.popFirst() { options[name] = words.popFirst() }
        guard let path = options["--scoreboard"], let number = options["--slot"].flatMap({ Int($0) }) else {
            return nil
        }
        let board = try Scoreboard(path: path)
        let routes = try board.enter(routes: ["GET /hello", "GET /sleep"])
        guard let slot = try board.attach(slot: number, pool: options["--pool"] ?? "", routes: routes) else {
            return nil
        }
        self.environment = environment
        self.options = options
        self.slot = slot
        signals = try SignalDescriptor([.terminate, .interrupt, .quit])
        poller = try Poller()
    }

    func run() throws {
        let manager = FileDescriptor(rawValue: options["--manager-descriptor"].flatMap { Int32($0) } ?? -1)
        try poller.add(signals.descriptor)
        try poller.add(listener, .readableExclusively)
        try poller.add(manager)
        if environment["STUB_NEVER_READY"] == nil { slot.idle() }
        var isOrphan = false
        var left = options["--max-requests"].flatMap { Int($0) } ?? .max
        while left > 0 {
            let ready = poller.wait(timeout: isOrphan ? .zero : nil)
            if ready.contains(signals.descriptor) { break }
            if isOrphan, ready.isEmpty { break }
            if ready.contains(manager) {
                isOrphan = true
                poller.remove(manager)
            }
            guard ready.contains(listener), let connection = try? UnixSocket.accept(listener) else { continue }
            serve(connection)
            left -= 1
        }
        slot.draining()
    }

    private func serve(_ connection: FileDescriptor) {
        defer { connection.closeIgnoringErrors() }
        slot.reading()
        let start = MonotonicClock.now
        var line = ""
        while !line.hasSuffix("\n"), waitForInput(connection), let bytes = try? connection.readOnce(limit: 256),
            !bytes.isEmpty
        { line += String(decoding: bytes, as: UTF8.self) }
        let parts = line.split(whereSeparator: \.isWhitespace)
        let number = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        slot.begin(parts.first == "sleep" ? 1 : 0, requestID: "request-\(ThisProcess.id)")
        switch parts.first {
        case "sleep":
            if var clock = try? Poller() { _ = clock.wait(timeout: .milliseconds(number)) }
        case "abort": ChildProcess.signal(ThisProcess.id, .kill)
        case "grow": memory.append([UInt8](repeating: 1, count: number << 20))
        default: break
        }
        _ = try? connection.writeAll("\(ThisProcess.id) \(environment["STUB_TEXT"] ?? "-")\n".utf8)
        slot.end(status: 200, duration: MonotonicClock.now - start)
        slot.idle()
    }

    private func waitForInput(_ connection: FileDescriptor) -> Bool {
        guard var waiting = try? Poller(), (try? waiting.add(connection)) != nil else { return false }
        return !waiting.wait(timeout: .seconds(5)).isEmpty
    }
}
