import Foundation
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

/// Stands at the workers' socket, takes each request and hangs up without an answer, as a worker that dies does.
final class LostWorker: Sendable {
    private let socket: String
    private let listener: FileDescriptor
    private let deliveries = Mutex(0)
    private let isOver = Mutex(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Takes the place of the stack's workers.
    init(in stack: RunningStack) throws {
        socket = stack.state + "/run/onboarding.sock"
        try FileManager.default.moveItem(atPath: socket, toPath: socket + ".away")
        listener = try UnixSocket.listen(at: socket, permissions: [.ownerReadWrite, .groupReadWrite], backlog: 64)
        Thread { [self] in
            while !isOver.withLock({ $0 }) {
                guard let connection = try? UnixSocket.accept(listener) else {
                    Thread.sleep(forTimeInterval: 0.002)
                    continue
                }
                while !connection.isReadable(), !isOver.withLock({ $0 }) {
                    Thread.sleep(forTimeInterval: 0.001)
                }
                deliveries.withLock { $0 += 1 }
                connection.closeIgnoringErrors()
            }
            hasEnded.signal()
        }.start()
    }

    /// How often requests have been delivered since the last time this was asked.
    func takeDeliveries() -> Int {
        deliveries.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    /// Gives the workers their place back.
    func leave() throws {
        isOver.withLock { $0 = true }
        hasEnded.wait()
        listener.closeIgnoringErrors()
        try FileManager.default.removeItem(atPath: socket)
        try FileManager.default.moveItem(atPath: socket + ".away", toPath: socket)
    }
}
