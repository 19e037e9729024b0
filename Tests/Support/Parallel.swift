import Foundation
import Synchronization

/// Runs `work` for 0 to `count` − 1, each on a thread of its own and as simultaneously as they can be started.
/// - Returns: the results by number.
public func inParallel<Result: Sendable>(
    _ count: Int,
    _ work: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
    let gathering = Gathering<Result>(count)
    for number in 0..<count {
        Thread { gathering.finish(number, Swift.Result { try work(number) }) }.start()
    }
    return try gathering.wait()
}

private final class Gathering<Value: Sendable>: Sendable {
    private let results = Mutex<[Int: Result<Value, any Error>]>([:])
    private let open: Int
    private let done = DispatchSemaphore(value: 0)

    init(_ count: Int) { open = count }

    func finish(_ number: Int, _ result: Result<Value, any Error>) {
        results.withLock { $0[number] = result }
        done.signal()
    }

    func wait() throws -> [Value] {
        for _ in 0..<open { done.wait() }
        return try results.withLock { results in try (0..<open).compactMap { try results[$0]?.get() } }
    }
}
