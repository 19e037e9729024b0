internal import HTTPRouting
internal import HTTPTypes
internal import JSON

extension RouteDescription {
    /// Writes everything that a caller should know about the route.
    func write(to html: inout HTMLWriter) {
        html.element("h3", ["id": "\(name)-title"]) { html in
            let method = method.rawValue
            html.element("span", ["class": "method \(method.lowercased())"], method)
            html.text(" ")
            html.element("code", [:], path)
            html.text(" ")
            html.element("a", ["class": "anchor", "href": "#\(name)", "aria-label": "Link to \(name)"], "#")
        }
        html.element("p") { html in html.prose(summary) }
        html.element("p", ["class": "access"]) { html in html.prose(accessSentence) }
        if !parameters.isEmpty { writeParameters(to: &html) }
        if !input.fields.isEmpty { writeFields(to: &html) }
        html.element("h4", [:], "Example")
        html.element("pre", ["tabindex": "0"]) { html in html.element("code", [:], curl) }
        html.element("h4", [:], "Answers")
        for answers in answersByStatus where answers.componentName == nil { html.write(answers) }
    }

    private var accessSentence: String {
        let sentence =
            switch access {
            case .anyone: "Open to anyone."
            case .caller: "Needs an access token."
            case .loopback: "Only for processes on the same machine."
            }
        return sentence + aliases.map { " Also at `\($0)`." }.joined()
    }

    private func writeParameters(to html: inout HTMLWriter) {
        html.element("h4", [:], "Path")
        html.element("ul") { html in
            for parameter in parameters {
                html.element("li") { html in html.prose("`\(parameter.name)`: \(parameter.summary)") }
            }
        }
    }

    private func writeFields(to html: inout HTMLWriter) {
        var title = "Body"
        if case .optionalFields = input { title = "Body, which may be absent" }
        html.element("h4", [:], title)
        html.element("table") { html in
            html.element("thead") { html in
                html.element("tr") { html in
                    for heading in ["Field", "Type", "Meaning"] {
                        html.element("th", ["scope": "col"], heading)
                    }
                }
            }
            html.element("tbody") { html in
                for field in input.fields { html.element("tr", content: field.write) }
            }
        }
    }
}

extension Field {
    fileprivate func write(to html: inout HTMLWriter) {
        html.element("th", ["scope": "row"]) { html in
            html.element("code", [:], name)
            if isRequired { html.element("span", ["class": "required"], " required") }
        }
        html.element("td") { html in html.prose(type.words + (isRequired ? "" : ", or null")) }
        html.element("td") { html in html.prose(summary) }
    }
}

extension HTMLWriter {
    /// Writes a status with its bodies, folded up.
    mutating func write(_ answers: StatusAnswers) {
        let summary = answers.answers.map(\.summary).joined(separator: " ")
        let examples = answers.answers.compactMap(\.example)
        let kind = answers.code < 400 ? "good" : "bad"
        guard !examples.isEmpty else {
            return element("p", ["class": "answer"]) { html in
                html.element("span", ["class": "status \(kind)"], String(answers.code))
                html.prose(" " + summary)
            }
        }
        element("details") { html in
            html.element("summary") { html in
                html.element("span", ["class": "status \(kind)"], String(answers.code))
                html.prose(" " + summary)
            }
            for header in answers.answers.first?.headers ?? [] {
                html.element("p") { html in html.prose("`\(header.name.rawName)`: \(header.summary)") }
            }
            for example in examples {
                html.element("pre", ["tabindex": "0"]) { html in html.element("code", [:], example.indented()) }
            }
        }
    }
}

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

extension FieldType {
    /// The type and its limits in a few words.
    var words: String {
        switch self {
        case .text(let rule): "string" + rule.limits
        case .boolean: "boolean"
        case .integer(let range): "integer, \(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): names.map { "`\"\($0)\"`" }.joined(separator: ", ")
        case .list(let element, let maximum, let unique):
            "list of at most \(maximum): \(element.words)\(unique ? "; none twice" : "")"
        }
    }
}

extension TextRule {
    fileprivate var limits: String {
        let counted =
            length.lowerBound > 0
            ? ", \(length.lowerBound) to \(length.upperBound) characters" : ", at most \(length.upperBound) characters"
        return counted + (characters == .visibleASCII ? " of visible ASCII" : "")
    }
}
