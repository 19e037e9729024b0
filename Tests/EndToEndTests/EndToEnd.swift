import Support
import Synchronization
import Testing

/// Everything here goes through a local nginx to real workers and a real PostgreSQL. The suites share one stack and run
/// one after the other, because some of them stop it, kill in it or measure it.
@Suite(.serialized, .sharedStack) enum EndToEnd {
    /// The stack that the suites share.
    static func stack() throws -> RunningStack {
        try #require(SharedStack.current.withLock { $0 }, "the stack has not been started")
    }
}

/// Starts the stack ahead of the first suite, stops it after the last one, and fails when it leaves a process behind.
struct SharedStack: SuiteTrait, TestScoping {
    static let current = Mutex<RunningStack?>(nil)

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let stack = try RunningStack(workers: 4)
        // Processes are killed here, and what they have written outlives them; nobody cuts the power.
        let server = try stack.server()
        try server.query("alter system set fsync = off")
        try server.reload()
        Self.current.withLock { $0 = stack }
        try await function()
        try stack.finish()
    }
}

extension Trait where Self == SharedStack {
    static var sharedStack: SharedStack { SharedStack() }
}
