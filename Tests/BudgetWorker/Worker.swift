import Glibc
import Platform
import Pooling
import SharedBudget
import SystemPackage

/// The loop that `AcceptanceAdvice` describes.
final class Worker<Factory: WorkerFactory> {
    private let listener = FileDescriptor(rawValue: 0)
    private let signals: SignalDescriptor
    private let pool: ConnectionPool<Factory, SharedConnectionBudget>
    private let factory: Factory
    private let patience: Duration
    private var poller: Poller
    private var watched = AcceptanceAdvice(.ignore)

    init(_ factory: Factory, directory: String, slots: Int, group: String, patience: Duration) throws {
        self.patience = patience
        self.factory = factory
        let signals = try SignalDescriptor([.terminate])
        let poller = try Poller()
        pool = try ConnectionPool(
            factory,
            budget: try SharedConnectionBudget(directory: directory, slots: slots, group: group),
            environment: PoolEnvironment(now: { MonotonicClock.now }, sleep: { MonotonicClock.sleep(until: $0) })
        )
        try poller.add(signals.descriptor)
        self.signals = signals
        self.poller = poller
        _ = fcntl(listener.rawValue, F_SETFL, fcntl(listener.rawValue, F_GETFL) | O_NONBLOCK)
    }

    /// Ends at SIGTERM, and after a minute in any case, should the test be gone.
    func run() throws {
        let end = MonotonicClock.now + .seconds(60)
        var isAsked = false
        while MonotonicClock.now < end {
            let advice = pool.adviceForWait(isAsked: isAsked) { [listener] in listener.isReadable() }
            try watch(advice)
            let ready = poller.wait(timeout: (min(advice.wakeAt ?? end, end) - MonotonicClock.now))
            isAsked = ready.contains { $0.rawValue == advice.descriptor }
            if advice.listening == .accept, ready.contains(listener), let peer = try UnixSocket.accept(listener) {
                pool.didAccept()
                serve(peer)
            }
            if ready.contains(signals.descriptor) { break }
        }
        pool.close()
    }

    private func watch(_ advice: AcceptanceAdvice) throws {
        if advice.listening != watched.listening {
            if watched.listening != .ignore { poller.remove(listener) }
            switch advice.listening {
            case .accept: try poller.add(listener, .readableExclusively)
            case .observe: try poller.add(listener)
            case .ignore: break
            }
        }
        if advice.descriptor != watched.descriptor {
            if let old = watched.descriptor { poller.remove(FileDescriptor(rawValue: old)) }
            if let new = advice.descriptor { try poller.add(FileDescriptor(rawValue: new), .readableExclusively) }
        }
        watched = advice
    }

    private func serve(_ peer: FileDescriptor) {
        defer { peer.closeIgnoringErrors() }
        var answer: String
        do {
            var arrival = try Poller()
            try arrival.add(peer)
            _ = arrival.wait(timeout: .seconds(1))
            let request = String(decoding: try peer.readOnce(limit: 32), as: UTF8.self)
            let time = Duration.microseconds(Int(request.prefix(while: \.isNumber)) ?? 0)
            let deadline = MonotonicClock.now + patience
            try pool.withConnection(deadline: deadline) { try factory.use($0, for: time, deadline: deadline) }
            answer = "ok \(ThisProcess.id) \(pool.statistics.opened)\n"
        } catch let error as PoolTimeout {
            answer = "timeout \(error.reason.rawValue)\n"
        } catch {
            answer = "error \(error)\n"
        }
        _ = try? peer.writeAll(answer.utf8)
    }
}
