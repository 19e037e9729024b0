internal import HTTPRouting
internal import HTTPTypes
internal import JSON

extension RouteDescription {
    /// A command line that calls the route. `$AVA` stands for the address, `$TOKEN` for the access token.
    var curl: String {
        var path = self.path
        for parameter in parameters {
            guard case .string(let value) = parameter.example else { continue }
            path = path.split(separator: "/", omittingEmptySubsequences: false)
                .map { $0 == "{\(parameter.name)}" ? value : String($0) }.joined(separator: "/")
        }
        var lines = [(method == .get ? "curl " : "curl -X \(method.rawValue) ") + "\"$AVA\(path)\""]
        if access == .caller { lines.append("-H \"Authorization: Bearer $TOKEN\"") }
        if !input.fields.isEmpty {
            let body = input.example.indented().split(separator: "'", omittingEmptySubsequences: false)
            lines.append("-H 'Content-Type: application/json'")
            lines.append("-d '\(body.joined(separator: "'\\''"))'")
        }
        return lines.joined(separator: " \\\n  ")
    }
}
