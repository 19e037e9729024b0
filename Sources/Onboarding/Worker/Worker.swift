internal import HTTPTypes
internal import Logging
internal import FastCGI
internal import HTTPRouting
internal import Platform
internal import Secrets
internal import SystemPackage

/// The life of one worker process: one thread, one request at a time, until it is told to leave or has done its share.
///
/// It holds no state that anybody would miss: it can be killed at any moment.
final class Worker {
    private let options: WorkerOptions
    private let application: Application
    private let router: Router<Application>
    private let requestDeadline: Duration
    private let listener: Listener
    private let connection: Connection
    private let signals: SignalDescriptor
    private var poller: Poller

    /// How long to wait before the next attempt when the process is out of descriptors or memory.
    private static var exhaustionPause: Duration { .milliseconds(50) }

    /// A worker on the listening socket that it inherited as descriptor 0.
    /// - Throws: `FastCGIError` or `Errno`, when the process was not started as a worker has to be.
    init(
        _ options: WorkerOptions,
        _ application: Application,
        _ router: Router<Application>,
        requestDeadline: Duration
    ) throws {
        self.options = options
        self.application = application
        self.router = router
        self.requestDeadline = requestDeadline
        let signals = try SignalDescriptor([.terminate, .interrupt, .quit, .hangUp, .user1, .user2])
        let poller = try Poller()
        listener = try Listener()
        connection = try Connection(listener)
        try poller.add(signals.descriptor)
        try poller.add(listener.descriptor, .readableExclusively)
        if let manager = options.managerDescriptor { try poller.add(FileDescriptor(rawValue: manager)) }
        self.signals = signals
        self.poller = poller
    }

    /// Serves until a signal, the end of the manager, or one of the limits ends it. Returns between two requests.
    func run() {
        let born = MonotonicClock.now
        var served = 0
        var isOrphan = false
        while true {
            if let limit = options.maximumRequests, served >= limit { return }
            var patience: Duration?
            if let limit = options.maximumAge {
                patience = born + limit - MonotonicClock.now
                if patience ?? .zero <= .zero { return }
            }
            if isOrphan { patience = .zero }
            let ready = poller.wait(timeout: patience)
            if ready.contains(signals.descriptor), leavesOnSignal() { return }
            if isOrphan, ready.isEmpty { return }
            if let manager = options.managerDescriptor.map(FileDescriptor.init(rawValue:)), ready.contains(manager) {
                isOrphan = true
                poller.remove(manager)
            }
            guard ready.contains(listener.descriptor) else { continue }
            switch connection.accept() {
            case .request:
                serve()
                served += 1
            case .nothing: break
            case .exhausted: pause()
            }
        }
    }

    private func leavesOnSignal() -> Bool {
        var leaves = false
        while let signal = signals.next() {
            if [.terminate, .interrupt, .quit].contains(signal) { leaves = true }
        }
        return leaves
    }

    /// Takes the worker out of the race for connections for a moment, so that a shortage never becomes a busy loop.
    private func pause() {
        poller.remove(listener.descriptor)
        _ = poller.wait(timeout: Self.exhaustionPause)
        try? poller.add(listener.descriptor, .readableExclusively)
    }

    private func serve() {
        let parameters = connection.parameters()
        let request = Request(parameters) { (try? SecureRandom.uuid()) ?? "unknown" }
        application.database.deadline = MonotonicClock.now + requestDeadline
        let outcome = router.respond(
            to: request,
            contentLength: parameters.contentLength,
            context: application,
            readBody: connection.readBody(length:)
        )
        guard let outcome else { return connection.abandon() }
        let answer = outcome.response.encoded(requestID: request.id, omitsBody: request.method == .head)
        do {
            try connection.send(answer)
        } catch {
            application.log.info("the peer left before the answer", metadata: ["request_id": "\(request.id)"])
        }
    }
}
