/// One of the places of a pool that should always hold a worker.
struct Seat: Sendable {
    /// The worker that serves here, or the one that will once it is ready.
    var current: WorkerID?
    /// A replacement that is not ready yet, while `current` still serves.
    var incoming: WorkerID?
    var backOff = BackOff()
    /// No start before this instant.
    var notBefore = Duration.zero
}

/// One pool as the brain sees it.
struct PoolState: Sendable {
    let name: String
    var desired: Int
    var seats: [Seat] = []
    /// The newest generation of settings that got a worker ready. Nil before the first one.
    var proven: Int?
    /// The generation that every worker should have.
    var target = 0
    /// Set while a reload is under way.
    var reloadStartedAt: Duration?

    init(name: String, desired: Int) {
        self.name = name
        self.desired = desired
    }

    /// New workers run with settings known to work, and only the first of a reload tries the new ones.
    var generationForStart: Int { proven ?? target }

    /// How many seats may bring up a replacement at the same time: one until the settings are proven, then a quarter.
    var replacementsAtOnce: Int { proven == target ? max(1, desired / 4) : 1 }
}
