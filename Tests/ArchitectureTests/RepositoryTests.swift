import Foundation
import Support
import Testing

@Suite struct RepositoryTests {
    private static func files() throws -> [String] {
        let run = try Command(["git", "ls-files", "-z"])
        try #require(run.status == 0, "git ls-files: \(run.errors)")
        return run.output.split(separator: "\0").map(String.init)
    }

    @Test func theTopLevelHoldsWhatTheDesignNames() throws {
        let top = Set(try Self.files().compactMap { $0.split(separator: "/").first.map(String.init) })
        let visible = top.filter { !$0.hasPrefix(".") }
        #expect(visible == ["Package.swift", "Sources", "Tests", "nginx", "Migrations", "README.md"])
    }

    /// Longer files, each with the reason why it is in one piece.
    private static let longFiles: [String: String] = [:]

    @Test func noFileIsLongerThan500Lines() throws {
        let texts = ["swift", "sh", "sql", "conf", "md", "js", "mjs", "css", "html", "py", "h", "run"]
        let long = try Self.files().filter { name in
            guard let suffix = name.split(separator: "/").last?.split(separator: ".").last, texts.contains("\(suffix)"),
                FileManager.default.fileExists(atPath: Repository.path(name))
            else { return false }
            return try Repository.text(name).split(separator: "\n", omittingEmptySubsequences: false).count > 501
        }
        #expect(long.filter { Self.longFiles[$0] == nil } == [])
    }

    @Test func nothingBuiltAndNoStateIsCommitted() throws {
        let suspicious = try Self.files().filter { name in
            name.hasPrefix(".build") || name.hasPrefix(".run") || name.hasSuffix(".o") || name.hasSuffix(".pyc")
                || name.hasSuffix("/secrets") || name.hasSuffix("/env") || name == "Package.resolved"
        }
        #expect(suspicious == [])
    }
}
