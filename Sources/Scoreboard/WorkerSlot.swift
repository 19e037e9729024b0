internal import Platform
public import SystemPackage

extension Scoreboard {
    /// Takes a worker's slot. Call once, at the start of the worker.
    ///
    /// - Parameters:
    ///   - slot: the one the manager reserved; nil claims a free one, for workers that no manager started.
    ///   - pool: the name that the status table shows.
    ///   - routes: what ``enter(routes:)`` gave, in this process or in the one that it is a copy of.
    /// - Returns: the slot in state `starting`; nil when every slot is taken.
    /// - Throws: `Errno`; `.invalidArgument` for a slot that the file does not have.
    public func attach(slot: Int? = nil, pool: String, routes: RoutePlaces) throws(Errno) -> WorkerSlot? {
        guard let taken = try slot == nil ? claim() : slot else { return nil }
        guard (0..<slots).contains(taken) else { throw .invalidArgument }
        return WorkerSlot(self, taken, pool: pool, routes: routes.places)
    }
}

/// One worker's place on the scoreboard: what it does now, and what it counted.
///
/// Only its worker writes here, always single words, so a worker that is killed half-way leaves at most one request
/// uncounted. A call costs some tens of nanoseconds. One thread.
public final class WorkerSlot {
    private let board: Scoreboard
    private let slot: Int
    private let base: Int
    private let routes: [Int]
    private var route: Int

    private typealias Status = ScoreboardLayout.Status

    init(_ board: Scoreboard, _ slot: Int, pool: String, routes: [Int]) {
        self.board = board
        self.slot = slot
        self.routes = routes
        base = ScoreboardLayout.slot(slot)
        route = routes.last ?? 0
        change {
            enter(.starting)
            set(Status.process, UInt64(ThisProcess.id))
            set(Status.started, get(Status.since))
            for word in [Status.route, Status.requests, Status.privateMemory, Status.connection] { set(word, 0) }
            board.memory.store("", at: base + Status.requestID, words: Status.requestIDWords)
            board.memory.store(pool, at: base + Status.pool, words: Status.poolWords)
            set(Status.wasUsed, 1)
        }
    }

    /// It waits for the next connection. The first call tells the manager that the worker is ready.
    public func idle() {
        change {
            enter(.idle)
            set(Status.route, 0)
        }
    }

    /// A connection was accepted. From here on the request's time counts.
    public func reading() {
        change {
            enter(.reading)
            set(Status.requestID, 0)
        }
    }

    /// The request is known.
    ///
    /// - Parameters:
    ///   - route: its position in the list given to `attach`; nil, or one that is not there, counts as `unmatched`.
    ///   - requestID: as in the log, at most 48 bytes of it.
    public func begin(_ route: Int?, requestID: String = "") {
        self.route = route.flatMap { routes.indices.contains($0) ? routes[$0] : nil } ?? routes.last ?? 0
        change {
            let isReading = get(Status.state) == WorkerState.reading.rawValue
            if isReading { set(Status.state, WorkerState.working.rawValue) } else { enter(.working) }
            set(Status.route, UInt64(self.route + 1))
            board.memory.store(requestID, at: base + Status.requestID, words: Status.requestIDWords)
        }
    }

    /// The request was answered.
    ///
    /// - Parameters:
    ///   - status: the HTTP status code.
    ///   - duration: from accepting the connection to the last byte of the answer.
    public func end(status: Int, duration: Duration) {
        let row = ScoreboardLayout.row(slot: slot, route: route)
        let nanoseconds = UInt64(max(0, duration.wholeNanoseconds))
        let bucket = LatencyBuckets.index(nanoseconds: nanoseconds)
        board.memory.add(1, at: row + ScoreboardLayout.Row.statuses + StatusCode.column(of: status))
        board.memory.add(1, at: row + ScoreboardLayout.Row.buckets + bucket)
        board.memory.add(nanoseconds, at: row + ScoreboardLayout.Row.durationNanoseconds)
        board.memory.add(1, at: base + Status.requests)
    }

    /// It accepts no more and is about to leave.
    public func draining() { set(Status.state, WorkerState.draining.rawValue) }

    /// What its database connection is doing.
    public func connection(_ state: ConnectionState) { set(Status.connection, state.rawValue) }

    /// Something about database connections happened `times` times.
    public func count(_ counter: PoolCounter, times: Int = 1) {
        board.memory.add(UInt64(max(0, times)), at: base + Status.poolCounters + counter.rawValue)
    }

    private func enter(_ state: WorkerState) {
        set(Status.state, state.rawValue)
        set(Status.since, UInt64(MonotonicClock.nanoseconds))
    }

    private func set(_ word: Int, _ value: UInt64) { board.memory.store(value, at: base + word) }

    private func get(_ word: Int) -> UInt64 { board.memory.load(base + word) }

    /// Marks the words written by `body` as belonging together, for readers that look in between.
    private func change(_ body: () -> Void) {
        set(Status.revision, get(Status.revision) | 1)
        body()
        set(Status.revision, get(Status.revision) &+ 1)
    }
}

/// What a worker is doing.
public enum WorkerState: UInt64, Sendable, CaseIterable {
    /// It was started and does not accept yet.
    case starting = 1
    /// It waits for a connection.
    case idle
    /// It reads a request.
    case reading
    /// It answers a request.
    case working
    /// It accepts no more and leaves after the request in hand.
    case draining

    /// One word, as the status table shows it.
    public var name: String { "\(self)" }

    /// Whether a request is in hand, so that its time counts.
    public var isBusy: Bool { self == .reading || self == .working }
}

/// What a worker's database connection is doing.
public enum ConnectionState: UInt64, Sendable, CaseIterable {
    /// There is none.
    case none
    /// Open and unused.
    case idle
    /// In use by the request in hand.
    case busy
    /// Being opened.
    case connecting
    /// Waiting for a slot of the host's connection budget.
    case waiting

    /// One word, as the status table shows it.
    public var name: String { "\(self)" }
}
