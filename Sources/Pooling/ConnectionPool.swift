/// Lends connections to one thread: opens them when first needed, keeps them, checks, ages and replaces them, and repeats
/// what may be repeated.
///
/// The decisions are made by a value type that is tested with integers and a test clock; this shell acts on them.
/// Use a pool from one thread only, and open it after any `fork`.
public final class ConnectionPool<Factory: ConnectionFactory, Budget: ConnectionBudget> {
    @usableFromInline let factory: Factory
    @usableFromInline let budget: Budget?
    @usableFromInline let limits: PoolLimits
    @usableFromInline let environment: PoolEnvironment
    @usableFromInline var state: PoolState
    @usableFromInline var connections: [Factory.Connection?]

    /// Makes a pool without opening anything.
    /// - Parameters:
    ///   - factory: makes and judges connections.
    ///   - budget: shared with other processes; nil when this process may open what it needs.
    ///   - limits: see ``PoolLimits``.
    ///   - environment: the clock that every deadline is measured on.
    /// - Throws: ``InvalidPoolLimit`` for a limit that makes no sense.
    public init(
        _ factory: Factory,
        budget: Budget?,
        limits: PoolLimits = PoolLimits(),
        environment: PoolEnvironment
    ) throws(InvalidPoolLimit) {
        try limits.check()
        self.factory = factory
        self.budget = budget
        self.limits = limits
        self.environment = environment
        state = PoolState(limits)
        connections = Array(repeating: nil, count: limits.size)
    }

    deinit { close() }

    /// What the pool has done so far.
    public var statistics: PoolStatistics { state.statistics }

    /// Runs `body` with a connection, and takes the connection back: for another use when `body` returned and the
    /// factory finds it reusable, else it is closed. After ``FailureKind/readOnly`` every connection goes.
    ///
    /// This and what it calls for a connection that is ready are inlinable, so that the caller's module has them compiled
    /// for its own connection type: without that most of their time went into looking types up.
    /// - Parameters:
    ///   - deadline: the instant until which to wait for a connection and to repeat; `body` keeps it for itself.
    ///   - effect: what `body` does to the database, by which ``RetryRule`` says whether it may be run again after a
    ///     failure; of several statements the most dangerous one counts. Nil, the default, runs it once. Opening the
    ///     connection is repeated all the same: nothing was sent by then.
    /// - Throws: ``PoolTimeout`` when there was no connection in time, otherwise the last error of `body` or of the
    ///   factory.
    @inlinable
    public func withConnection<Result>(
        deadline: Duration,
        retry effect: StatementEffect? = nil,
        _ body: (Factory.Connection) throws -> Result
    ) throws -> Result {
        var attempts = Attempts(effect, limits)
        while true {
            let place = try borrow(deadline: deadline)
            guard let connection = connections[place] else { preconditionFailure("an empty place was lent") }
            do {
                let result = try body(connection)
                release(place, connection, isDoubtful: false)
                return result
            } catch {
                let failure = factory.classify(error)
                learn(from: failure)
                release(place, connection, isDoubtful: !failure.leavesConnectionClean)
                guard prepareRepetition(&attempts, after: failure, deadline: deadline) else { throw error }
            }
        }
    }

    /// Closes every connection that is not in use and leaves the budget: to be called before the process ends, so that
    /// those who wait for its slot need not find out by themselves. The pool opens new ones when it is used again.
    public func close() {
        while let place = state.removeIdle(.shutdown) { close(place) }
        budget?.leave()
    }

    @usableFromInline
    func close(_ place: Int) {
        guard let connection = connections[place] else { return }
        connections[place] = nil
        let backend = factory.backend(of: connection)
        let isGone = factory.close(connection)
        budget?.giveBack(backend: backend, isGone: isGone)
    }

    @inlinable
    func borrow(deadline: Duration) throws -> Int {
        let now = environment.now()
        var step = state.borrow(at: now)
        if case .use(let place) = step { return place }
        if case .check(let place) = step {
            if isHealthy(place, deadline: min(deadline, now + limits.connectTimeout)) { return place }
            step = state.borrow(at: environment.now())
        }
        return try borrow(startingWith: step, deadline: deadline)
    }

    @inlinable
    func release(_ place: Int, _ connection: Factory.Connection, isDoubtful: Bool) {
        let reusable = !isDoubtful && factory.isReusable(connection)
        if !state.released(place, reusable: reusable, at: environment.now()) { close(place) }
    }
}

extension ConnectionPool {
    /// To be called each time before the worker waits for a request: closes connections that are overdue, gives one up
    /// when another process waits for its slot, and says how to wait. See ``AcceptanceAdvice``.
    /// - Parameters:
    ///   - isAsked: whether the descriptor of the last advice was ready. Nobody else is asked whether a slot is wanted, so
    ///     a request costs no system call for the budget.
    ///   - connectionIsPending: whether a client waits on the listening socket; asked only when it matters.
    @inlinable
    public func adviceForWait(isAsked: Bool, connectionIsPending: () -> Bool) -> AcceptanceAdvice {
        let now = environment.now()
        while let place = state.removeOverdue(at: now) { close(place) }
        if isAsked { yieldIfAsked() }
        var advice = budget?.advice(at: now, connectionIsPending: connectionIsPending) ?? .accept
        if let due = state.nextOverdue { advice.wakeAt = min(advice.wakeAt ?? due, due) }
        return advice
    }

    /// To be called right after a request was accepted.
    @inlinable
    public func didAccept() { budget?.accepted(at: environment.now()) }

    /// Gives a connection that idles up when another process waits for its slot. ``adviceForWait(isAsked:connectionIsPending:)``
    /// does it too; a worker calls this before it waits for something slow that needs no connection.
    public func yieldIfAsked() {
        guard let budget, budget.isAskedToYield() else { return }
        if let place = state.removeIdle(.yielded) { close(place) }
        budget.yield()
    }
}

/// What a pool knows about a connection that idles, for the pool of another process that takes it over. Instants are those
/// of a clock that both processes share.
public struct ConnectionTerms: Sendable, Equatable {
    /// When it has to be closed.
    public let expires: Duration
    /// When it was last used.
    public let idleSince: Duration

    /// Puts terms together.
    public init(expires: Duration, idleSince: Duration) {
        self.expires = expires
        self.idleSince = idleSince
    }
}

extension ConnectionPool {
    /// Offers the connection that idles to another process. When that has it the pool forgets it, and whoever keeps the
    /// budget has to see to it that its slot goes with it.
    /// - Parameter give: sends the connection off, and says whether that succeeded. Otherwise it stays in the pool.
    public func handOver(_ give: (Factory.Connection, ConnectionTerms) -> Bool) {
        guard let (place, terms) = state.idleConnection(at: environment.now()),
            let connection = connections[place], give(connection, terms)
        else { return }
        connections[place] = nil
        state.handedOver(place)
    }

    /// Takes over a connection whose slot this process already holds. It is checked before its first use, as after any
    /// time of idling.
    /// - Returns: false when the pool has no room for it.
    public func takeOver(_ connection: Factory.Connection, _ terms: ConnectionTerms) -> Bool {
        guard let place = state.takeOver(terms) else { return false }
        connections[place] = connection
        return true
    }
}
