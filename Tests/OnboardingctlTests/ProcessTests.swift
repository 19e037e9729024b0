import Foundation
import Support
import Testing

/// The built executable, as a shell sees it.
@Suite struct ProcessTests {
    private static let program = Repository.debugPrograms + "/onboardingctl"

    private func onboardingctl(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = ""
    ) throws -> Command {
        try Command([Self.program] + arguments, environment: environment, input: input)
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

    @Test func aRunThatIsKilledLeavesNothingBehindAndTheNextOneFinishes() throws {
        let database = try TestDatabase()
        let folder = try TemporaryDirectory()
        let text = "-- migrate:up\ncreate table a ();\nselect pg_sleep(1);\n"
        try folder.write(text, to: "20250101000000_create_a.sql")
        let arguments = ["migrate", "up", "--migrations", folder.path]

        let killed = Process()
        killed.executableURL = URL(filePath: Self.program)
        killed.arguments = arguments
        killed.environment = database.environment
        killed.standardOutput = FileHandle.nullDevice
        try killed.run()
        let sleeping =
            "select query from pg_stat_activity where datname = '\(database.name)' and query like 'select pg_sl%'"
        let isUnderWay = try eventually { try !database.texts(sleeping, as: "postgres").isEmpty }
        #expect(isUnderWay)
        kill(killed.processIdentifier, SIGKILL)
        killed.waitUntilExit()

        let next = try onboardingctl(arguments, environment: database.environment)
        #expect(next.status == 0)
        #expect(next.output == "applied  20250101000000_create_a.sql\n")
    }
}
