import Foundation
import JSON
import Platform
import Support
import Synchronization
import Testing

/// Customers who write, read back and sign up without a pause while something goes wrong. They remember what they were
/// told, and when.
final class FaultLoad: Sendable {
    /// One request and what came of it.
    struct Exchange: Sendable, CustomStringConvertible {
        let method: String
        let began: Duration
        let ended: Duration
        /// 0: no answer.
        let status: Int
        /// Whether it is the 503 that the contract promises: JSON, with the time to stay away.
        let isHonest: Bool
        let note: String

        /// One line for a message.
        var description: String { "\(method) \(status) after \((ended - began) / .milliseconds(1)) ms \(note)" }
    }

    private struct Memory {
        var exchanges: [Exchange] = []
        var losses: [String] = []
        var signedUp: [String] = []
        var isOver = false
    }

    private let stack: RunningStack
    private let memory = Mutex(Memory())
    private let threads = DispatchGroup()

    /// Starts customers: each writes the numbers from 1 on into a profile of its own and reads them back.
    /// - Parameter signsUp: whether one more signs up again and again.
    init(on stack: RunningStack, customers: Int = 4, signsUp: Bool = true) throws {
        self.stack = stack
        for _ in 0..<customers {
            let client = try Visitor(on: stack).client
            run { [self] in customer(client) }
        }
        if signsUp { run { [self] in signUps() } }
    }

    /// What has happened so far.
    var exchanges: [Exchange] { memory.withLock { $0.exchanges } }

    /// Waits until this many more requests went well.
    /// - Parameter instant: count those that begin after it; nil for now.
    func waitForSuccesses(_ count: Int = 20, after instant: Duration? = nil) -> Bool {
        let start = instant ?? MonotonicClock.now
        return eventually { exchanges.count { $0.status < 300 && $0.status > 0 && $0.began >= start } >= count }
    }

    /// Waits until this many more requests were turned away.
    func waitForRefusals(_ count: Int) -> Bool {
        let start = MonotonicClock.now
        return eventually { exchanges.count { $0.status == 503 && $0.ended >= start } >= count }
    }

    /// Ends it, and expects that everything that was acknowledged is there.
    func stop() throws -> [Exchange] {
        memory.withLock { $0.isOver = true }
        threads.wait()
        let found = memory.withLock { $0 }
        #expect(found.losses == [])
        let stored = Set(try stack.database().texts("select email from users").compactMap { $0 })
        #expect(found.signedUp.filter { !stored.contains($0) } == [], "acknowledged sign-ups are missing")
        return found.exchanges
    }

    private func run(_ body: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread.detachNewThread { [threads] in
            body()
            threads.leave()
        }
    }

    private var isOver: Bool { memory.withLock { $0.isOver } }

    private func customer(_ client: HTTPClient) {
        let path = "/api/v1/user/profile"
        var sent = 0
        var acknowledged = 0
        while !isOver {
            sent += 1
            let written = exchange(client, "PATCH", path, #"{"industry": "\#(sent)"}"#)
            if written?.status == 200 {
                acknowledged = sent
                check(written, acknowledged...sent)
            }
            let read = exchange(client, "GET", path, nil)
            if read?.status == 200 { check(read, acknowledged...sent) }
        }
    }

    /// An acknowledged number may be followed by one whose fate was unknown, never by an older one.
    private func check(_ answer: HTTPAnswer?, _ expected: ClosedRange<Int>) {
        let value = answer?["industry"]?.string.flatMap { Int($0) } ?? 0
        guard !expected.contains(value) else { return }
        memory.withLock { $0.losses.append("found \(value) instead of \(expected): \(answer?.text ?? "")") }
    }

    private func signUps() {
        while !isOver {
            let email = "ledger-\(UUID().uuidString.lowercased())@example.com"
            let answer = exchange(stack.client, "POST", "/api/v1/auth/signup", Visitor.credentials(email))
            if answer?.status == 201 { memory.withLock { $0.signedUp.append(email) } }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    private func exchange(_ client: HTTPClient, _ method: String, _ path: String, _ body: String?) -> HTTPAnswer? {
        let began = MonotonicClock.now
        let result = Result { try client.send(method, path, body) }
        let answer = try? result.get()
        let isGood = answer.map { (200..<300).contains($0.status) } ?? false
        let isHonest =
            answer?.status == 503 && answer?["code"] == "unavailable"
            && (answer?.header("Retry-After").flatMap { Int($0) } ?? 0) >= 1
        let exchange = Exchange(
            method: method,
            began: began,
            ended: MonotonicClock.now,
            status: answer?.status ?? 0,
            isHonest: isHonest,
            note: isGood ? "" : answer?.text ?? "\(result)"
        )
        memory.withLock { $0.exchanges.append(exchange) }
        // Whoever is turned away does not hammer.
        if !isGood { Thread.sleep(forTimeInterval: 0.01) }
        return answer
    }
}

/// Expects that every request was answered, and that those that failed got an honest 503 in time.
func expectHonest(
    _ exchanges: [FaultLoad.Exchange],
    within limit: Duration = .seconds(3),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let bad = exchanges.filter { !(200..<300).contains($0.status) && !$0.isHonest }
    #expect(bad.map(\.description) == [], sourceLocation: sourceLocation)
    let slow = exchanges.filter { $0.ended - $0.began > limit }
    #expect(slow.map(\.description) == [], "slower than \(limit)", sourceLocation: sourceLocation)
}

/// Expects that from an instant on no read and no idempotent write failed, and that the first success came soon.
func expectRecovery(
    _ exchanges: [FaultLoad.Exchange],
    since instant: Duration,
    firstSuccessWithin limit: Duration = .milliseconds(500),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let late = exchanges.filter { $0.began >= instant && $0.method != "POST" && $0.status != 200 }
    #expect(late.map(\.description) == [], "failed after the return", sourceLocation: sourceLocation)
    let first = exchanges.filter { $0.ended >= instant && $0.status == 200 }.map(\.ended).min()
    #expect(
        first.map { $0 - instant <= limit } == true,
        "first success \(first.map { "\($0 - instant)" } ?? "never") after the return",
        sourceLocation: sourceLocation
    )
}

extension StackDatabase {
    /// Waits until a session waits for a lock: soon enough to act before that wait runs out of time.
    /// - Returns: the process id of its backend.
    func waitUntilALockIsWaitedFor() throws -> String? {
        var backend: String?
        _ = try eventually {
            backend = try text("select pid::text from pg_locks where not granted")
            return backend != nil
        }
        return backend
    }

    /// Waits until the server takes statements, and returns the instant.
    func waitUntilItAnswers() throws -> Duration {
        let isBack = eventually { (try? text("select 1::text")) == "1" }
        try #require(isBack, "the server did not come back")
        return MonotonicClock.now
    }
}
