import Foundation
import Support
import Testing

extension EndToEnd {
    /// The README's tour, run as printed but for the address of the service.
    @Suite struct TourTests {
        @Test func theReadmeCanBePasted() throws {
            let stack = try EndToEnd.stack()
            let readme = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
            let tour = try #require(readme.split(separator: "## A tour\n").last?.split(separator: "\n## ").first)
            let blocks = tour.split(separator: "```bash\n").dropFirst().compactMap { $0.split(separator: "```").first }
            #expect(blocks.count == 2)
            // Each pass is another visitor, so that the test can be repeated on one stack.
            let email = "ada-\(UUID().uuidString.lowercased())@example.com"
            let script = blocks.joined()
                .replacing(/(?m)^nginx\/run .*$/, with: "")
                .replacing("http://127.0.0.1:8080", with: "http://127.0.0.1:\(stack.port)")
                .replacing("ada@example.com", with: email)
                .replacing("curl -sS", with: "curl -sS -w '\\n%{http_code}\\n'")
                .replacing("| token", with: "| head -n 1 | token")
            let run = try Command(["bash", "-eu"], input: "set -o pipefail\n" + script)
            #expect(run.status == 0, "\(run.errors)")
            let lines = run.output.split(separator: "\n")
            let statuses = lines.filter { $0.count == 3 }
            #expect(statuses.count == 8)
            #expect(statuses.allSatisfy { $0 == "200" || $0 == "201" }, "\(run.output)")
            #expect(lines.contains(#"{"has_vapi_key":true,"vapi_api_key_preview":"****1234"}"#))
            #expect(lines.contains { $0.contains(#""full_name":"Ada Lovelace""#) })
            #expect(lines.contains { $0.contains(#""has_credentials":true"#) })
            #expect(lines.contains { $0.contains(#""onboarding_completed":true"#) })
        }
    }
}
