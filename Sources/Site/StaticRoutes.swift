public import HTTPRouting
internal import HTTPTypes
internal import JSON

/// The API's own description, for programs and for people: files that the web server serves.
public enum StaticRoutes {
    /// The routes behind which a file stands, with the file's name.
    static let files: [(route: RouteDescription, file: String)] = [
        (
            RouteDescription(
                file: documentPath,
                name: "getOpenAPI",
                summary: "This API as an OpenAPI 3.1 document.",
                answer: Answer(.ok, "The document.", .anyObject, example: .object([]), headers: [caching])
            ), "openapi.json"
        ),
        (
            RouteDescription(
                file: pagePath,
                name: "getDocumentation",
                summary: "A page that describes this API.",
                answer: Answer(.ok, "The page.", contentType: "text/html; charset=utf-8")
            ), "docs.html"
        ),
        (
            RouteDescription(
                file: stylePath,
                name: "getDocumentationStyle",
                summary: "The style sheet of that page.",
                answer: Answer(.ok, "The sheet.", contentType: "text/css; charset=utf-8")
            ), "docs.css"
        ),
    ]

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
