import Foundation
import Support
import Testing

/// A worker is small because of what it does not load.
@Suite struct WorkerLinkageTests {
    /// The worker that is there: the release product where one was built, else the one beside these tests.
    private static func worker() throws -> String {
        let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "onboarding-responder").path(percentEncoded: false)
        let candidates = [Repository.path(".build/release/onboarding-responder"), besideTests]
        return try #require(
            candidates.first { FileManager.default.isExecutableFile(atPath: $0) },
            "onboarding-responder is not built"
        )
    }

    @Test func theWorkerLoadsNeitherFoundationNorTheConcurrencyRuntimesHelpers() throws {
        let run = try Command(["readelf", "-d", Self.worker()])
        try #require(run.status == 0, "readelf: \(run.errors)")
        let needed = run.output.split(separator: "\n").filter { $0.contains("(NEEDED)") }
        try #require(needed.contains { $0.contains("libpq") }, "this is no list of a worker: \(needed)")
        let forbidden = ["Foundation", "dispatch", "icu", "curl"]
        #expect(needed.filter { line in forbidden.contains { line.lowercased().contains($0.lowercased()) } } == [])
    }
}
