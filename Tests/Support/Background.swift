import Foundation
import Synchronization

/// One call on a thread of its own.
public final class Background<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// Starts the call.
    public init(_ body: @escaping @Sendable () throws -> Value) {
        Thread.detachNewThread { [self] in
            let outcome = Result { try body() }
            result.withLock { $0 = outcome }
            finished.signal()
        }
    }

    /// Waits for its end.
    /// - Returns: what the call has returned.
    /// - Throws: what the call has thrown.
    public func wait() throws -> Value {
        finished.wait()
        // Whoever else waits is let through too.
        finished.signal()
        guard let outcome = result.withLock({ $0 }) else { preconditionFailure("it has ended without a result") }
        return try outcome.get()
    }
}
