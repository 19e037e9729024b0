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
            let paths = try #require(document["paths"]?.names.filter { !$0.contains("{") })
            #expect(paths.count > 10)
            for path in paths {
                let answer = try client.send("OPTIONS", path)
                let methods = document["paths"]?[path]?.names.map { $0.uppercased() } ?? []
                #expect(answer.status == 405, "\(path)")
                let allowed = answer.header("Allow")?.split(separator: ", ").map(String.init) ?? []
                #expect(Set(allowed).subtracting(["HEAD"]) == Set(methods), "\(path)")
            }
        }

        @Test func itIsCompressedAndAskedForOnce() throws {
            let client = try EndToEnd.stack().client
            let path = "/api/v1/openapi.json"
            let plain = try client.send("GET", path)
            let packed = try client.send("GET", path, headers: ["Accept-Encoding": "gzip"])
            #expect(packed.header("Content-Encoding") == "gzip" && packed.header("Vary") == "Accept-Encoding")
            #expect(packed.body.count * 3 < plain.body.count)
            let tag = try #require(packed.header("ETag"))
            let again = try client.send("GET", path, headers: ["Accept-Encoding": "gzip", "If-None-Match": tag])
            #expect(again.status == 304 && again.body.isEmpty)
        }

        @Test func aConditionThatFailsIsToldInJSON() throws {
            let client = try EndToEnd.stack().client
            let path = "/api/v1/openapi.json"
            let conditions = [("If-Match", "\"other\"", 412), ("Range", "bytes=99999999-", 416)]
            for (name, value, status) in conditions {
                let refusal = try client.send("GET", path, headers: [name: value])
                #expect(refusal.status == status && refusal["request_id"] != nil, "\(path) \(name)")
            }
        }
    }
}
