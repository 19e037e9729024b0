/// The brain of a pool: events in, actions out. It holds no connection, reads no clock and waits for nothing.
///
/// A pool has a fixed number of places, and the shell keeps the connection of each place. Places are numbered from zero.
@usableFromInline
struct PoolState: Sendable {
    /// What the shell has to do to serve a borrower. It does it, reports back, and unless told `.use` asks again.
    @usableFromInline
    enum Step: Equatable, Sendable {
        /// Hand the connection out: it counts as in use.
        case use(Int)
        /// Check the connection, then report ``checked(_:healthy:at:)``.
        case check(Int)
        /// Close the connection; it no longer counts.
        case close(Int)
        /// Open a connection for the place, then report ``opened(_:at:random:)`` or ``openFailed(at:after:random:)``.
        case open(Int)
        /// Ask again at this instant.
        case wait(until: Duration)
        /// The server is silent: give up; the next attempt may be made at this instant.
        case unavailable(until: Duration)
        /// Every place is in use.
        case allInUse
    }

    private struct Place: Sendable {
        enum Use: Sendable { case empty, idle, leased }

        var use = Use.empty
        var isEvicted = false
        var expires = Duration.zero
        var idleSince = Duration.zero
    }

    private let limits: PoolLimits
    private var places: [Place]
    private var backOff: RetryBackOff
    var statistics = PoolStatistics()

    init(_ limits: PoolLimits) {
        self.limits = limits
        places = Array(repeating: Place(), count: limits.size)
        backOff = RetryBackOff(limits)
    }

    /// A caller wants a connection: the most recently used one, so that spare ones can age out.
    @usableFromInline
    mutating func borrow(at now: Duration) -> Step {
        var newest = -1
        var empty = -1
        for index in places.indices {
            switch places[index].use {
            case .idle: if newest < 0 || places[index].idleSince > places[newest].idleSince { newest = index }
            case .empty: if empty < 0 { empty = index }
            case .leased: break
            }
        }
        if newest >= 0 {
            if let reason = overdueReason(places[newest], at: now) {
                close(newest, reason)
                return .close(newest)
            }
            if now - places[newest].idleSince > limits.checkAfterIdle { return .check(newest) }
            lease(newest)
            return .use(newest)
        }
        guard empty >= 0 else { return .allInUse }
        if now >= backOff.nextAttempt { return .open(empty) }
        return backOff.turnsAway ? .unavailable(until: backOff.nextAttempt) : .wait(until: backOff.nextAttempt)
    }

    /// The check that ``Step/check(_:)`` asked for has ended. A healthy connection is then in use.
    @usableFromInline
    mutating func checked(_ place: Int, healthy: Bool) -> Step {
        statistics.checked += 1
        guard healthy else {
            close(place, .unhealthy)
            return .close(place)
        }
        lease(place)
        return .use(place)
    }

    /// The connection that ``Step/open(_:)`` asked for stands, and is in use.
    mutating func opened(_ place: Int, at now: Duration, random: Double) {
        backOff.succeeded()
        statistics.opened += 1
        statistics.open += 1
        places[place].isEvicted = false
        places[place].expires = now + limits.maximumAge * (1 - limits.ageJitter * random)
        lease(place)
    }

    /// How long the attempt that ``Step/open(_:)`` asks for may take.
    var attemptTimeout: Duration { backOff.attemptTimeout }

    /// The attempt that ``Step/open(_:)`` asked for has failed.
    /// - Returns: nil when the caller may try again, else the instant of the next attempt: it had its only one.
    mutating func openFailed(at now: Duration, after taken: Duration = .zero, random: Double) -> Duration? {
        statistics.connectFailures += 1
        backOff.failed(at: now, after: taken, random: random)
        return backOff.isOutage(at: now) ? backOff.nextAttempt : nil
    }

    /// A statement ran out of time: the server is in doubt until a connection opens.
    mutating func metSilence() { backOff.metSilence() }

    /// A borrower is done.
    /// - Returns: whether the shell keeps the connection; when false it closes it.
    @usableFromInline
    mutating func released(_ place: Int, reusable: Bool, at now: Duration) -> Bool {
        statistics.inUse -= 1
        guard reusable, !places[place].isEvicted else {
            close(place, places[place].isEvicted ? .evicted : .doubtful)
            return false
        }
        places[place].use = .idle
        places[place].idleSince = now
        return true
    }

    /// The connection's server must not be used any more.
    /// - Returns: whether the shell closes it now; one in use is closed when it comes back.
    mutating func evict(_ place: Int) -> Bool {
        switch places[place].use {
        case .empty: return false
        case .leased:
            places[place].isEvicted = true
            return false
        case .idle:
            close(place, .evicted)
            return true
        }
    }

    /// Takes a connection that is not in use out of the pool.
    /// - Returns: a place whose connection the shell closes; nil when none idles.
    mutating func removeIdle(_ reason: CloseReason) -> Int? {
        guard let index = places.firstIndex(where: { $0.use == .idle }) else { return nil }
        close(index, reason)
        return index
    }

    /// A connection that is not in use and may stay open for a while, and for how long; nil when there is none.
    func idleConnection(at now: Duration) -> (place: Int, terms: ConnectionTerms)? {
        guard
            let index = places.firstIndex(where: { $0.use == .idle && overdueReason($0, at: now) == nil })
        else { return nil }
        let place = places[index]
        return (index, ConnectionTerms(expires: place.expires, idleSince: place.idleSince))
    }

    /// Another process has taken the connection over.
    mutating func handedOver(_ place: Int) {
        places[place].use = .empty
        statistics.open -= 1
        statistics.handedOver += 1
    }

    /// Takes over a connection from another process.
    /// - Returns: its place; nil when there is no room.
    mutating func takeOver(_ terms: ConnectionTerms) -> Int? {
        guard let index = places.firstIndex(where: { $0.use == .empty }) else { return nil }
        places[index] = Place(use: .idle, expires: terms.expires, idleSince: terms.idleSince)
        statistics.open += 1
        statistics.takenOver += 1
        return index
    }

    /// Takes a connection that is too old, or idled too long, out of the pool.
    /// - Returns: a place whose connection the shell closes; nil when none is left.
    @usableFromInline
    mutating func removeOverdue(at now: Duration) -> Int? {
        for index in places.indices where places[index].use == .idle {
            if let reason = overdueReason(places[index], at: now) {
                close(index, reason)
                return index
            }
        }
        return nil
    }

    /// When ``removeOverdue(at:)`` will find something; nil while nothing idles.
    @usableFromInline var nextOverdue: Duration? {
        var earliest: Duration?
        for place in places where place.use == .idle {
            let due = min(place.expires, place.idleSince + limits.maximumIdle)
            earliest = min(earliest ?? due, due)
        }
        return earliest
    }

    private func overdueReason(_ place: Place, at now: Duration) -> CloseReason? {
        if now >= place.expires { return .aged }
        return now - place.idleSince >= limits.maximumIdle ? .idle : nil
    }

    private mutating func lease(_ place: Int) {
        places[place].use = .leased
        statistics.borrowed += 1
        statistics.inUse += 1
    }

    private mutating func close(_ place: Int, _ reason: CloseReason) {
        places[place].use = .empty
        statistics.open -= 1
        statistics.closed[reason, default: 0] += 1
    }
}
