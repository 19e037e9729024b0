import Foundation
import Support
import Testing

@Suite struct ImportCheckTests {
    private static func check(_ name: String, declares: Set<String>, _ text: String) -> [String] {
        ImportCheck(rules: .ours, cModules: ["CLibPQ", "CLinux"])
            .complaints(about: [TargetFacts(name: name, dependencies: declares, files: ["F.swift": text])])
    }

    @Test func everyImportIsDeclaredAndPointsDown() throws {
        let manifest = try Manifest.read()
        let targets = try manifest.targets.filter(\.isModule)
            .map { try $0.facts() }
        #expect(targets.count >= 10)
        #expect(targets.allSatisfy { !$0.files.isEmpty })
        let cModules = Set(manifest.targets.filter(\.isCModule).map(\.name))
        #expect(cModules.contains("CLibPQ"))
        #expect(ImportCheck(rules: .ours, cModules: cModules).complaints(about: targets) == [])
    }

    @Test(arguments: [
        ("Onboarding", "JSON", "internal import Glibc\n"),
        ("Onboarding", "CLibPQ", "import CLibPQ\n"),
        ("Onboarding", "JSON", "internal import Postgres\n"),
        ("Onboarding", "JSON", "public import struct Foundation.Data\n"),
        ("Secrets", "COpenSSL", "@testable import FoundationEssentials\n"),
        ("HTTPRouting", "Onboarding", "struct Nothing {}\n"),
        ("Pooling", "Platform", "internal import Platform\n"),
        ("Onboarding", "Onboarding", "let pointer = unsafe base.pointee\n"),
        ("Newcomer", "JSON", "internal import JSON\n"),
    ])
    func aPlantedMistakeIsFound(target: String, declares: String, text: String) {
        #expect(!Self.check(target, declares: [declares], text).isEmpty)
    }

    @Test(arguments: [
        ("Onboarding", "Postgres", "internal import Postgres\n"),
        ("Postgres", "CLibPQ", "internal import CLibPQ\ninternal import Glibc\nlet x = unsafe y\n"),
        ("FastCGI", "Platform", "internal import Platform\n"),
        ("Onboarding", "JSON", "// import Glibc would be unsafe\nlet text = \"unsafe\" // unsafe\n"),
        ("Onboarding", "JSON", "let text = \"\"\"\n    import CLibPQ\n    \"\"\"\n"),
        ("onboardingctl", "Onboarding", "import Foundation\nimport Onboarding\n"),
    ])
    func whatTheRulesAllowPasses(target: String, declares: String, text: String) {
        #expect(Self.check(target, declares: [declares], text) == [])
    }
}
