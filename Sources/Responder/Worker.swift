internal import ConnectionHandOver
internal import FastCGI
internal import HTTPRouting
internal import HTTPTypes
internal import Logging
internal import Platform
internal import Pooling
internal import Scoreboard
internal import Secrets
internal import SystemPackage

/// The life of one worker process: one thread, one request at a time, until it is told to leave or has done its share.
///
/// It holds no state that anybody would miss: it can be killed at any moment.
final class Worker {
    private let options: WorkerOptions
    private let resources: WorkerResources
    private let respond: Respond
    private let successors: HandOverSender?
    private let requestDeadline: Duration
    private let listener: Listener
    private let exchange: Exchange
    private let signals: WorkerSignals
    private var poller: Poller
    private var recorder: ActivityRecorder
    private var listening = AcceptanceAdvice.Listening.ignore
    private var watchedDescriptor: Int32?
    private var isOrphan = false
    private var isShortOfDescriptors = false

    /// How long to wait before the next attempt when the process is out of descriptors or memory.
    private static var exhaustionPause: Duration { .milliseconds(50) }

    /// A worker that takes its place on the scoreboard.
    /// - Parameter successors: where it leaves its connection when it has done its share; nil for nowhere.
    /// - Throws: `Errno` when descriptors run out, or for a slot that the scoreboard does not have.
    init(
        _ options: WorkerOptions,
        pool: String,
        _ preparation: consuming WorkerPreparation,
        successors: HandOverSender?
    ) throws {
        self.options = options
        self.successors = successors
        resources = preparation.resources
        respond = preparation.respond
        requestDeadline = preparation.requestDeadline
        listener = preparation.listener
        exchange = preparation.exchange
        var slot: WorkerSlot?
        if let board = preparation.board, let routes = preparation.routes {
            slot = try board.attach(slot: options.slot, pool: pool, routes: routes)
        }
        recorder = ActivityRecorder(slot)
        let poller = try Poller()
        try poller.add(preparation.signals.descriptor)
        if let manager = options.managerDescriptor { try poller.add(FileDescriptor(rawValue: manager)) }
        self.poller = poller
        signals = preparation.signals
    }

    /// Serves until a signal, the end of the manager, or one of the limits ends it. Returns between two requests.
    func run() {
        let born = MonotonicClock.now
        var served = 0
        var isAsked = false
        var hasDoneItsShare = false
        defer {
            recorder.isLeaving()
            if hasDoneItsShare, let successors { resources.database.handOver(to: successors) }
            resources.database.close()
        }
        recorder.isWaiting()
        while true {
            if let limit = options.maximumRequests, served >= limit {
                hasDoneItsShare = true
                return
            }
            let advice = resources.database.adviceForWait(isAsked: isAsked) { listener.hasPendingConnection }
            watch(advice)
            var wakeAt = advice.wakeAt
            if let limit = options.maximumAge {
                let retirement = born + limit
                if retirement <= MonotonicClock.now {
                    hasDoneItsShare = true
                    return
                }
                wakeAt = min(wakeAt ?? retirement, retirement)
            }
            let patience = isOrphan ? .zero : wakeAt.map { max(.zero, $0 - MonotonicClock.now) }
            let ready = poller.wait(timeout: patience)
            isAsked = watchedDescriptor.map { ready.contains(FileDescriptor(rawValue: $0)) } ?? false
            let leaves = ready.contains(signals.descriptor) && signals.endTheProcess()
            if isOrphan, ready.isEmpty { return }
            noticeEndOfManager(ready)
            // A connection that woke this worker has woken no other: it is served even when a signal came with it.
            guard advice.listening == .accept, ready.contains(listener.descriptor) else {
                if leaves { return }
                continue
            }
            let acceptance = exchange.accept()
            noteShortage(exchange.isShortOfDescriptors)
            switch acceptance {
            case .request:
                recorder.didAccept()
                resources.database.didAccept()
                serve()
                served += 1
                recorder.isWaiting()
            case .nothing: break
            case .exhausted: pause()
            }
            if leaves { return }
        }
    }

    /// Brings what the poller watches in line with an advice.
    private func watch(_ advice: AcceptanceAdvice) {
        if advice.listening != listening {
            if listening != .ignore { poller.remove(listener.descriptor) }
            switch advice.listening {
            case .accept: try? poller.add(listener.descriptor, .readableExclusively)
            case .observe: try? poller.add(listener.descriptor)
            case .ignore: break
            }
            listening = advice.listening
        }
        if advice.descriptor != watchedDescriptor {
            if let old = watchedDescriptor { poller.remove(FileDescriptor(rawValue: old)) }
            if let new = advice.descriptor { try? poller.add(FileDescriptor(rawValue: new), .readableExclusively) }
            watchedDescriptor = advice.descriptor
        }
    }

    /// A worker whose manager is gone takes what waits in the socket's queue, and leaves when nothing does.
    private func noticeEndOfManager(_ ready: [FileDescriptor]) {
        guard let manager = options.managerDescriptor.map(FileDescriptor.init(rawValue:)), ready.contains(manager)
        else {
            return
        }
        isOrphan = true
        poller.remove(manager)
    }

    /// Takes the worker out of the race for connections for a moment, so that a shortage never becomes a busy loop.
    private func pause() {
        watch(AcceptanceAdvice(.ignore))
        _ = poller.wait(timeout: Self.exhaustionPause)
    }

    /// Tells the log once when the process runs out of descriptors.
    private func noteShortage(_ isShort: Bool) {
        if isShort, !isShortOfDescriptors {
            resources.log.error("no descriptor is free for another connection; raise the limit of open files")
        }
        isShortOfDescriptors = isShort
    }

    private func serve() {
        let parameters = exchange.parameters()
        let request = Request(parameters) { (try? SecureRandom.uuid()) ?? "unknown" }
        let outcome = respond(
            request,
            parameters.contentLength,
            MonotonicClock.now + requestDeadline,
            { recorder.didRoute($0, request) },
            exchange.readBody(length:)
        )
        guard let outcome else { return exchange.abandon() }
        if outcome.routeIndex == nil { recorder.didMatchNothing(request) }
        let answer = outcome.response.encoded(requestID: request.id, omitsBody: request.method == .head)
        defer { recorder.didAnswer(outcome.response.status, resources.database.statistics) }
        do {
            try exchange.send(answer)
        } catch {
            resources.log.info("the peer left before the answer", metadata: ["request_id": "\(request.id)"])
        }
    }
}
