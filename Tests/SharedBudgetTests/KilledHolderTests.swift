import Foundation
import Platform
import Support
import Testing

@testable import SharedBudget

/// Another program plays the holder: the locks are the kernel's, not ours.
@Suite struct KilledHolderTests {
    private static let holder = """
        import fcntl, os, struct, sys, time
        file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
        for byte in range(int(sys.argv[2])):
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, byte, 1, 0))
        print("held", flush=True)
        time.sleep(60)
        """

    private func startHolder(_ directory: TemporaryDirectory, slots: Int) throws -> Process {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.holder, directory.file("connections"), String(slots)]
        process.standardOutput = output
        try process.run()
        #expect(output.fileHandleForReading.availableData.starts(with: Data("held".utf8)))
        return process
    }

    @Test func theSlotsOfAKilledProcessAreFreeAtOnce() throws {
        let directory = try TemporaryDirectory()
        let holder = try startHolder(directory, slots: 2)
        let budget = try SharedConnectionBudget(directory: directory.path, slots: 2, group: nil)
        #expect(!budget.take(deadline: MonotonicClock.now))
        ChildProcess.signal(holder.processIdentifier, .kill)
        holder.waitUntilExit()
        #expect(budget.take(deadline: MonotonicClock.now))
        #expect(budget.take(deadline: MonotonicClock.now))
    }

    /// It does not sleep until its deadline.
    @Test func aProcessThatWaitsGetsTheSlotOfAKilledHolder() throws {
        let directory = try TemporaryDirectory()
        let holder = try startHolder(directory, slots: 1)
        let path = directory.path
        let deadline = MonotonicClock.now + .seconds(60)
        let waiter = Background {
            let budget = try SharedConnectionBudget(directory: path, slots: 1, group: nil)
            return (budget.take(deadline: deadline), MonotonicClock.now)
        }
        let witness = try SharedConnectionBudget(directory: path, slots: 1, group: nil)
        #expect(eventually { witness.hasWaiters })
        ChildProcess.signal(holder.processIdentifier, .kill)
        holder.waitUntilExit()
        let (taken, instant) = try waiter.wait()
        #expect(taken)
        #expect(instant < deadline - .seconds(20))
    }
}
