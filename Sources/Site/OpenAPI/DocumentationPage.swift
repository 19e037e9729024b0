public import HTTPRouting
internal import HTTPTypes

/// A page that shows the routes of all responders to people: no script, one style sheet, an anchor for each operation.
public struct DocumentationPage {
    private let routes: [RouteDescription]
    private let information: APIInformation
    private let stylePath: String
    private let documentPath: String

    /// The page of these routes.
    /// - Parameters:
    ///   - stylePath: where ``DocumentationStyle`` is served.
    ///   - documentPath: where the ``OpenAPIDocument`` is served.
    public init(
        _ routes: [RouteDescription],
        _ information: APIInformation,
        stylePath: String,
        documentPath: String
    ) {
        self.routes = routes
        self.information = information
        self.stylePath = stylePath
        self.documentPath = documentPath
    }

    /// The page as UTF-8 text.
    public var bytes: [UInt8] {
        var html = HTMLWriter()
        html.element("html", ["lang": "en"]) { html in
            html.element("head", content: head)
            html.element("body") { html in
                html.element("a", ["class": "skip", "href": "#content"], "Skip to the content")
                html.element("header", content: header)
                html.element("nav", ["aria-label": "Operations"], content: navigation)
                html.element("main", ["id": "content"]) { html in
                    for section in information.sections { write(section, to: &html) }
                    html.element("section", ["id": "common-errors"], content: commonAnswers)
                    for tag in tags { write(tag, to: &html) }
                }
            }
        }
        return html.bytes
    }

    private func head(_ html: inout HTMLWriter) {
        html.open("meta", ["charset": "utf-8"])
        html.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        html.open("meta", ["name": "color-scheme", "content": "light dark"])
        html.element("title", [:], information.title)
        html.open("link", ["rel": "stylesheet", "href": stylePath])
    }

    private func header(_ html: inout HTMLWriter) {
        html.element("h1", [:], information.title)
        html.element("p") { html in
            html.text("Version \(information.version) · ")
            html.element("a", ["href": documentPath], "OpenAPI document")
        }
    }

    private func navigation(_ html: inout HTMLWriter) {
        html.element("ul") { html in
            for section in information.sections {
                html.element("li") { html in html.element("a", ["href": "#\(section.anchor)"], section.title) }
            }
            html.element("li") { html in html.element("a", ["href": "#common-errors"], "Common errors") }
            for tag in tags {
                html.element("li") { html in
                    html.element("a", ["href": "#\(tag)", "class": "tag"], title(of: tag))
                    html.element("ul") { html in
                        for route in routes where route.tag == tag {
                            html.element("li") { html in
                                html.element("a", ["href": "#\(route.name)"], route.name)
                            }
                        }
                    }
                }
            }
        }
    }

    private func write(_ section: APIInformation.Section, to html: inout HTMLWriter) {
        html.element("section", ["id": section.anchor]) { html in
            html.element("h2", [:], section.title)
            for paragraph in section.paragraphs { html.element("p") { html in html.prose(paragraph) } }
        }
    }

    private func commonAnswers(_ html: inout HTMLWriter) {
        html.element("h2", [:], "Common errors")
        html.element("p") { html in
            html.prose(
                "Any operation may answer 400, 500, 502, 503 or 504, one behind a token 401, one with a body 413, 415 "
                    + "or 422. What else an operation answers stands beside it."
            )
        }
        for common in CommonAnswer.all {
            html.write(StatusAnswers(code: common.answers[0].status.code, answers: common.answers, componentName: nil))
        }
    }

    private func write(_ tag: String, to html: inout HTMLWriter) {
        html.element("section", ["id": tag]) { html in
            html.element("h2", [:], title(of: tag))
            for route in routes where route.tag == tag {
                html.element(
                    "article",
                    ["id": route.name, "aria-labelledby": "\(route.name)-title"],
                    content: route.write
                )
            }
        }
    }

    private func title(of tag: String) -> String {
        tag.split(separator: "-").joined(separator: " ").capitalizingFirst
    }

    private var tags: [String] {
        var seen: [String] = []
        for route in routes where !seen.contains(route.tag) { seen.append(route.tag) }
        return seen
    }
}

extension APIInformation.Section {
    /// The section's place on the page.
    fileprivate var anchor: String { title.lowercased().split(separator: " ").joined(separator: "-") }
}
