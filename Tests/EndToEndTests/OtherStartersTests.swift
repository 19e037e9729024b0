import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// A worker is a plain FastCGI responder: systemd and spawn-fcgi start it as well as the process manager does.
    @Suite struct OtherStartersTests {
        @Test func workersOfSpawnFCGIServeTheSameData() throws {
            let stack = try EndToEnd.stack()
            let visitor = try Visitor().client
            let sent = try visitor.send("PATCH", "/api/v1/user/profile", #"{"industry": "ships"}"#)
            #expect(sent.status == 200)
            let socket = stack.state + "/run/onboarding.sock"
            let processes = stack.state + "/run/spawned.pid"
            try FileManager.default.moveItem(atPath: socket, toPath: socket + ".away")
            defer {
                try? FileManager.default.removeItem(atPath: socket)
                try? FileManager.default.moveItem(atPath: socket + ".away", toPath: socket)
            }
            var environment = ProcessInfo.processInfo.environment.merging(try stack.values()) { _, value in value }
            environment["RUNTIME_DIRECTORY"] = stack.state + "/run"
            let program = Repository.programs + "/onboarding-responder"
            let run = try Command(
                ["spawn-fcgi", "-s", socket, "-M", "0666", "-F", "2", "-P", processes, "--", program],
                environment: environment
            )
            #expect(run.status == 0, "\(run.errors)")
            let identifiers = try String(contentsOfFile: processes, encoding: .utf8).split(separator: "\n")
                .compactMap { Int32($0) }
            #expect(identifiers.count == 2)
            for _ in 0..<8 {
                #expect(try visitor.send("GET", "/api/v1/user/profile")["industry"] == "ships")
            }
            for identifier in identifiers { kill(identifier, SIGTERM) }
            #expect(eventually { identifiers.allSatisfy { ProcessFacts.memory(of: $0) == nil } })
        }

        @Test func systemdFindsNothingWrongWithTheUnitFiles() throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "ava-units-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let names = try FileManager.default.contentsOfDirectory(atPath: Repository.path("nginx/systemd")).sorted()
            #expect(names.count == 4)
            for name in names {
                let unit = try String(contentsOfFile: Repository.path("nginx/systemd/\(name)"), encoding: .utf8)
                try unit.replacing("/usr/lib/ava-onboarding/", with: Repository.programs + "/")
                    .write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            let paths = names.map { folder.appending(path: $0).path }
            let run = try Command(["systemd-analyze", "verify", "--man=no"] + paths)
            #expect(run.status == 0)
            #expect(run.errors == "")
        }
    }
}
