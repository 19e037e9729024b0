import Foundation
import JSON
import Support

@testable import HTTPRouting
@testable import Onboarding

/// What the tests look at: the application's own route table, and the documents made from it.
enum Documents {
    static let table = APIRoutes.table
    static let json = OpenAPIDocument(table, Documentation.information).json
    static let bytes = Data(OpenAPIDocument(table, Documentation.information).bytes)
    static let page = String(
        decoding: DocumentationPage(
            table,
            Documentation.information,
            stylePath: "/api/v1/docs.css",
            documentPath: "/api/v1/openapi.json"
        ).bytes,
        as: UTF8.self
    )

    /// An operation of the document.
    struct Operation {
        let method: String
        let path: String
        let value: JSONValue
    }

    static var operations: [Operation] {
        (json["paths"] ?? .null).members.flatMap { path in
            path.value.members.map { Operation(method: $0.name, path: path.name, value: $0.value) }
        }
    }
}

extension JSONValue {
    var members: [JSONMember] { if case .object(let members) = self { members } else { [] } }
}
