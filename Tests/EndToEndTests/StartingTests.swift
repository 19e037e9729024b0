import Foundation
import Support
import Testing

extension EndToEnd {
    /// `nginx/run`: starting, stopping, and starting after a crash.
    @Suite struct StartingTests {
        private static func run(_ arguments: [String], settings: [String: String] = [:]) throws -> Command {
            var environment = ProcessInfo.processInfo.environment
            environment["AVA_PROGRAMS"] = Repository.programs
            return try Command(
                ["nginx/run"] + arguments,
                environment: environment.merging(settings) { _, given in given }
            )
        }

        @Test(arguments: [
            ["--port"], ["--port", "80x"], ["--port", "0"], ["--workers", "1025"], ["--state"], ["--x"],
        ])
        func aWrongOptionIsNamed(arguments: [String]) throws {
            let run = try Self.run(arguments)
            #expect(run.status == 64)
            #expect(run.errors.contains(arguments[0]), "\(run.errors)")
        }

        @Test(arguments: ["/tmp/ava start", "/tmp/ava|start", "/tmp/" + String(repeating: "a", count: 90)])
        func aStateDirectoryThatCannotWorkIsRefused(state: String) throws {
            defer { try? FileManager.default.removeItem(atPath: state) }
            let run = try Self.run(["--detach", "--state", state])
            #expect(run.status == 1)
            #expect(run.errors.contains("The path \(state)"), "\(run.errors)")
        }

        @Test func aSecondStartOnTheSameStateSaysSoAndDisturbsNothing() throws {
            let stack = try EndToEnd.stack()
            let before = Set(stack.workerProcesses)
            let run = try Self.run(["--detach", "--port", "1", "--state", stack.state])
            #expect(run.status == 1)
            #expect(run.errors.contains("already runs on \(stack.state)"), "\(run.errors)")
            #expect(Set(stack.workerProcesses) == before)
        }

        @Test func aSettingThatDoesNotSuitIsNamedWithoutItsValue() throws {
            let stack = try EndToEnd.stack()
            let state = "/tmp/ava-start-" + UUID().uuidString.prefix(8)
            defer { try? FileManager.default.removeItem(atPath: state) }
            var settings = try stack.values().filter { $0.key.hasPrefix("DATABASE_") }
            settings["JWT_SECRET"] = "far-too-short"
            let run = try Self.run(["--detach", "--port", "1", "--state", state], settings: settings)
            #expect(run.status == 1)
            #expect(run.errors.contains("JWT_SECRET has fewer than 32 bytes"), "\(run.errors)")
            #expect(!run.errors.contains("far-too-short"))
        }

        @Test func theEnvironmentFileReadsTheSameWithAndWithoutAShell() throws {
            let stack = try EndToEnd.stack()
            let lines = try String(contentsOfFile: stack.state + "/env", encoding: .utf8).split(separator: "\n")
            let plain = lines.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            let values = try stack.values()
            #expect(
                plain.map(\.first) == ["DATABASE_URL", "DATABASE_OWNER_URL", "JWT_SECRET", "FERNET_KEYS", "BASE_URL"]
            )
            for pair in plain { #expect(values[pair[0]] == pair[1]) }
        }

        @Test func noWorkerKnowsTheRoleThatOwnsTheTables() throws {
            let workers = try EndToEnd.stack().processes.filter(\.isWorker)
            #expect(workers.count == 4)
            for worker in workers {
                #expect(worker.environment.contains { $0.hasPrefix("DATABASE_URL=") })
                #expect(!worker.environment.contains { $0.hasPrefix("DATABASE_OWNER_URL") })
            }
        }

        @Test func itStartsAfterAnInterruptedStartAndAfterEverythingWasKilledAndStoppingLeavesNothing() throws {
            let stack = try RunningStack(workers: 1) { state in
                // What a start that was killed during initdb leaves behind.
                try FileManager.default.createDirectory(
                    atPath: "\(state)/data.new/base",
                    withIntermediateDirectories: true
                )
                try "15\n".write(toFile: "\(state)/data.new/PG_VERSION", atomically: true, encoding: .utf8)
            }
            defer { try? stack.finish() }
            let body = Visitor.credentials("kept@example.com")
            #expect(try stack.client.send("POST", "/api/v1/auth/signup", body).status == 201)
            for file in ["nginx/nginx.pid", "run/serve.pid", "data/postmaster.pid"] {
                try Self.kill(Self.firstNumber(in: "\(stack.state)/\(file)"))
            }
            try stack.start()
            #expect(try stack.client.send("POST", "/api/v1/auth/login", body).status == 200)

            let statuses = try inParallel(50) { number in
                try stack.client.send("POST", "/api/v1/auth/signup", Visitor.credentials("v\(number)@example.com"))
                    .status
            }
            #expect(statuses == Array(repeating: 201, count: 50), "fifty people behind one address")

            // Its workers live on without it and would keep the port.
            try Self.kill(Self.firstNumber(in: stack.state + "/nginx/nginx.pid"))
            try stack.stop()
            #expect(throws: HTTPConnection.Failure.self) { try stack.client.send("GET", "/readyz") }
        }

        private static func firstNumber(in file: String) throws -> Int32 {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return try #require(text.split(separator: "\n").first.flatMap { Int32($0) })
        }

        /// Kills a process and waits until it is gone.
        private static func kill(_ process: Int32) throws {
            Foundation.kill(process, SIGKILL)
            #expect(eventually { ProcessFacts.memory(of: process) == nil })
        }
    }
}
