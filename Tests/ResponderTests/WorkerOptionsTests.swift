import Testing

@testable import Responder

/// The worker's command line.
@Suite struct WorkerOptionsTests {
    @Test func `every option is read`() throws {
        let options = try WorkerOptions([
            "--max-requests", "10", "--max-age", "60", "--scoreboard", "/run/x", "--slot", "0", "--manager-descriptor",
            "5", "--pool", "assistant",
        ])
        #expect(options.maximumRequests == 10)
        #expect(options.maximumAge == .seconds(60))
        #expect(options.scoreboard == "/run/x")
        #expect(options.slot == 0)
        #expect(options.managerDescriptor == 5)
        #expect(options.pool == "assistant")
        #expect(try WorkerOptions([]) == WorkerOptions())
    }

    @Test(arguments: [
        ["--max-requests"], ["--max-requests", "0"], ["--max-age", "soon"], ["--slot", "-1"], ["--frobnicate", "1"],
        ["x"],
    ])
    func `what cannot be followed is refused with the option's name`(arguments: [String]) throws {
        let error = try #require(throws: WorkerOptions.UsageError.self) { try WorkerOptions(arguments) }
        #expect(error.description.hasPrefix(arguments[0]))
    }
}
