import Foundation
import PostgresSupport
import Testing

/// The built executable, as a shell sees it.
@Suite struct ProcessTests {
    private func onboardingctl(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "onboardingctl")
        process.arguments = arguments
        process.environment = environment
        let (inputPipe, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = inputPipe
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try inputPipe.fileHandleForWriting.close()
        let (text, noted) = try (output.fileHandleForReading.readToEnd(), errors.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: text ?? Data(), as: UTF8.self),
            String(decoding: noted ?? Data(), as: UTF8.self)
        )
    }

    @Test func theExitStatusTellsSuccessFailureAndWrongUsageApart() throws {
        #expect(try onboardingctl(["--help"]).status == 0)
        #expect(try onboardingctl(["check"]).status == 1)
        #expect(try onboardingctl(["check", "--loud"]).status == 64)
    }

    @Test func resultsGoToStandardOutputAndComplaintsToStandardError() throws {
        let failed = try onboardingctl(["migrate", "status"])
        #expect(failed.output.isEmpty)
        #expect(failed.errors.hasPrefix("onboardingctl: "))
        let database = try TestDatabase()
        let up = try onboardingctl(
            ["migrate", "up", "--migrations", CommandRun.migrations],
            environment: database.environment
        )
        #expect(up.status == 0)
        #expect(up.errors.isEmpty)
    }

    @Test func aPasswordComesFromStandardInput() throws {
        let database = try TestDatabase()
        try database.migrate()
        let run = try onboardingctl(
            ["user", "create", "ava@example.org"],
            environment: database.environment,
            input: "correct horse\n"
        )
        #expect(run.status == 0)
        #expect(run.output == "ava@example.org is created.\n")
        #expect(try database.texts("select email from users") == ["ava@example.org"])
    }

    @Test func twoRunsAtOnceBothSucceedAndApplyOnce() async throws {
        let database = try TestDatabase()
        let runs = try await withThrowingTaskGroup(of: (Int32, String).self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let run = try onboardingctl(
                        ["migrate", "up", "--migrations", CommandRun.migrations],
                        environment: database.environment
                    )
                    return (run.status, run.output)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(runs.map(\.0) == [0, 0])
        #expect(runs.filter { $0.1 == "Nothing to do.\n" }.count == 1)
    }
}
