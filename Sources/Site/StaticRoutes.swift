public import HTTPRouting
internal import HTTPTypes
internal import JSON

/// The API's own description, for programs and for people: files that the web server serves.
public enum StaticRoutes {
    /// The routes behind which a file stands, with the file's name.
    static let files: [(route: RouteDescription, file: String)] = [
        (
            route(
                documentPath,
                "getOpenAPI",
                "This API as an OpenAPI 3.1 document.",
                Answer(.ok, "The document.", .anyObject, example: .object([]), headers: [caching])
            ), "openapi.json"
        ),
        (
            route(
                pagePath,
                "getDocumentation",
                "A page that describes this API.",
                Answer(.ok, "The page.", contentType: "text/html; charset=utf-8")
            ), "docs.html"
        ),
        (
            route(
                stylePath,
                "getDocumentationStyle",
                "The style sheet of that page.",
                Answer(.ok, "The sheet.", contentType: "text/css; charset=utf-8")
            ), "docs.css"
        ),
    ]

    private static func route(_ path: String, _ name: String, _ summary: String, _ answer: Answer) -> RouteDescription {
        RouteDescription(
            .get,
            path,
            name: name,
            summary: summary,
            tag: "operations",
            access: .anyone,
            answers: [answer]
        )
    }

    /// The routes.
    public static var descriptions: [RouteDescription] { files.map(\.route) }

    /// Where the page is served.
    public static let pagePath = "/api/v1/docs"
    /// Where the document is served.
    public static let documentPath = "/api/v1/openapi.json"
    /// Where the style sheet of the page is served.
    public static let stylePath = "/api/v1/docs.css"

    private static let caching = AnswerHeader(
        .cacheControl,
        "It changes only with the program.",
        example: "public, max-age=300"
    )
}
