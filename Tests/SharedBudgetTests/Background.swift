import Dispatch
import Foundation

/// Work on a thread of its own, beside a test that is busy meanwhile.
final class Background<Value: Sendable>: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let result = Slot()

    init(_ work: @escaping @Sendable () throws -> Value) {
        let (done, result) = (done, result)
        Thread.detachNewThread {
            result.value = Result { try work() }
            done.signal()
        }
    }

    /// Waits for the end of the work.
    func value() throws -> Value {
        done.wait()
        guard let result = result.value else { preconditionFailure("the work ended without a result") }
        done.signal()
        return try result.get()
    }

    /// Written before the semaphore is signalled and read after.
    private final class Slot: @unchecked Sendable {
        var value: Result<Value, any Error>?
    }
}
