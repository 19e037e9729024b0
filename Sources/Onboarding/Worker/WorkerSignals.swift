internal import Platform
internal import SystemPackage

/// The signals that a worker takes note of between two requests.
struct WorkerSignals: ~Copyable {
    private let pending: SignalDescriptor

    /// Blocks the signals.
    /// - Throws: `Errno` when descriptors run out.
    init() throws(Errno) {
        pending = try SignalDescriptor([.terminate, .interrupt, .quit, .hangUp, .user1, .user2])
    }

    /// Readable while a signal is pending for whoever reads: also in a copy of the process.
    var descriptor: FileDescriptor { pending.descriptor }

    /// Takes the pending signals out, and says whether one of them ends the process. The others are for the manager.
    func endTheProcess() -> Bool {
        var leaves = false
        while let signal = pending.next() {
            if [.terminate, .interrupt, .quit].contains(signal) { leaves = true }
        }
        return leaves
    }
}
