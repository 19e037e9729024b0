internal import HTTPRouting
internal import HTTPTypes
internal import Platform
internal import Pooling
internal import Scoreboard

/// Tells the scoreboard what the worker does. Without a scoreboard it does nothing.
struct ActivityRecorder {
    private let slot: WorkerSlot?
    private var startedAt = Duration.zero
    private var reported = PoolStatistics()

    init(_ slot: WorkerSlot?) { self.slot = slot }

    func isWaiting() { slot?.idle() }

    mutating func didAccept() {
        startedAt = MonotonicClock.now
        slot?.reading()
    }

    func didRoute(_ routeIndex: Int, _ request: Request) { slot?.begin(routeIndex, requestID: request.id) }

    func didMatchNothing(_ request: Request) { slot?.begin(nil, requestID: request.id) }

    mutating func didAnswer(_ status: HTTPResponse.Status, _ statistics: PoolStatistics) {
        guard let slot else { return }
        slot.end(status: status.code, duration: MonotonicClock.now - startedAt)
        report(statistics, to: slot)
    }

    func isLeaving() { slot?.draining() }

    private mutating func report(_ now: PoolStatistics, to slot: WorkerSlot) {
        let before = reported
        guard
            now.open != before.open || now.opened != before.opened || now.waits != before.waits
                || now.timeouts != before.timeouts || now.retries != before.retries
        else { return }
        slot.count(.waits, times: now.waits - before.waits)
        slot.count(.timeouts, times: now.timeouts - before.timeouts)
        slot.count(.retries, times: now.retries - before.retries)
        slot.count(.opened, times: now.opened - before.opened)
        slot.count(.closed, times: now.closed.values.reduce(0, +) - before.closed.values.reduce(0, +))
        slot.count(.takenOver, times: now.takenOver - before.takenOver)
        slot.connection(now.open > 0 ? .idle : .none)
        reported = now
    }
}
