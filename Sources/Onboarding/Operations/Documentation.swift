internal import HTTPRouting
internal import HTTPTypes
internal import JSON

/// The API's own description, for programs and for people: both come from the route table.
enum Documentation {
    static let routes: [Route<Application>] = [
        Route(
            .get,
            documentPath,
            name: "getOpenAPI",
            summary: "This API as an OpenAPI 3.1 document.",
            tag: RouteTag.operations,
            access: .anyone,
            answers: [Answer(.ok, "The document.", .anyObject, example: .object([]), headers: [cachingHeader])]
        ) { _ in
            let document = OpenAPIDocument(APIRoutes.table, information)
            return cached(Response(.ok, contentType: "application/json", body: document.bytes))
        },
        Route(
            .get,
            "/api/v1/docs",
            name: "getDocumentation",
            summary: "A page that describes this API.",
            tag: RouteTag.operations,
            access: .anyone,
            answers: [Answer(.ok, "The page.", contentType: "text/html; charset=utf-8")]
        ) { _ in
            let page = DocumentationPage(
                APIRoutes.table,
                information,
                stylePath: stylePath,
                documentPath: documentPath
            )
            return cached(Response(.ok, contentType: "text/html; charset=utf-8", body: page.bytes))
        },
        Route(
            .get,
            stylePath,
            name: "getDocumentationStyle",
            summary: "The style sheet of that page.",
            tag: RouteTag.operations,
            access: .anyone,
            answers: [Answer(.ok, "The sheet.", contentType: "text/css; charset=utf-8")]
        ) { _ in
            let sheet = Array(DocumentationStyle.text.utf8)
            return cached(Response(.ok, contentType: "text/css; charset=utf-8", body: sheet))
        },
    ]

    private static let documentPath = "/api/v1/openapi.json"
    private static let stylePath = "/api/v1/docs.css"

    private static let cachingHeader = AnswerHeader(
        .cacheControl,
        "It changes only with the program.",
        example: "public, max-age=300"
    )

    private static func cached(_ response: Response) -> Response {
        var response = response
        response.headerFields.append(HTTPField(name: .cacheControl, value: "public, max-age=300"))
        return response
    }
}
