import Platform
import Pooling
import SystemPackage

/// A connection is a lock on one of `limit` bytes of a file of its own, so that one connection too many cannot be opened
/// unseen. Opening takes the 3 ms of processor time that PostgreSQL takes.
struct AuditedFactory: WorkerFactory {
    struct TooManyConnections: Error {}

    private let file: FileDescriptor
    private let limit: Int64

    init(directory: String, limit: Int) throws {
        file = try FileDescriptor.open(
            FilePath("\(directory)/audit"),
            .readWrite,
            options: [.create, .closeOnExec],
            permissions: .ownerReadWrite
        )
        self.limit = Int64(limit)
    }

    func open(deadline: Duration) throws -> Int64 {
        for byte in 0..<limit where try FileLock.take(file, byte: byte) {
            let ready = MonotonicClock.now + .milliseconds(3)
            while MonotonicClock.now < ready {}
            return byte
        }
        throw TooManyConnections()
    }

    func isHealthy(_ connection: Int64, deadline: Duration) -> Bool { true }

    func isReusable(_ connection: Int64) -> Bool { true }

    func close(_ connection: Int64) -> Bool {
        FileLock.release(file, byte: connection)
        return true
    }

    func use(_ connection: Int64, for time: Duration, deadline: Duration) {
        MonotonicClock.sleep(until: MonotonicClock.now + time)
    }

    func classify(_ error: any Error) -> Failure { Failure(.other, .connecting) }
}
