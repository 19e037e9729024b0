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
