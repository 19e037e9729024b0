import JSON
import Support
import Testing

extension EndToEnd {
    /// What the service says about itself, as a browser or a client generator fetches it.
    @Suite struct DocumentationTests {
        @Test(arguments: [
            ("/api/v1/openapi.json", "application/json"), ("/api/v1/docs", "text/html; charset=utf-8"),
            ("/api/v1/docs.css", "text/css; charset=utf-8"),
        ])
        func anybodyMayReadItAndKeepItForAWhile(path: String, contentType: String) throws {
            let client = try EndToEnd.stack().client
            let answer = try client.send("GET", path)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == contentType)
            #expect(answer.header("Cache-Control")?.hasPrefix("public") == true)
            #expect(answer.header("Content-Security-Policy")?.contains("default-src 'self'") == true)
            let head = try client.send("HEAD", path)
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.header("Content-Length") == answer.header("Content-Length"))
        }

        @Test func theDocumentNamesTheRoutesThatAnswer() throws {
            let client = try EndToEnd.stack().client
            let document = try client.send("GET", "/api/v1/openapi.json")
            #expect(document["openapi"] == "3.1.0")
            for path in document["paths"]?.names ?? [] where !path.contains("{") {
                let answer = try client.send("OPTIONS", path)
                let methods = document["paths"]?[path]?.names.map { $0.uppercased() } ?? []
                #expect(answer.status == 405, "\(path)")
                let allowed = answer.header("Allow")?.split(separator: ", ").map(String.init) ?? []
                #expect(Set(allowed).subtracting(["HEAD"]) == Set(methods), "\(path)")
            }
        }

        @Test func makingItLeavesAWorkerSmall() throws {
            let stack = try EndToEnd.stack()
            for _ in 0..<100 {
                #expect(try stack.client.send("GET", "/api/v1/openapi.json").status == 200)
                #expect(try stack.client.send("GET", "/api/v1/docs").status == 200)
            }
            let sizes = stack.workerProcesses.compactMap { ProcessFacts.memory(of: $0)?.privateKiB }
            #expect(!sizes.isEmpty && sizes.allSatisfy { $0 < 3 * 1024 }, "\(sizes) KiB")
        }
    }
}
