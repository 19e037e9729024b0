import Foundation
import HTTPRouting
import JSON
import Support

@testable import Site
@testable import onboardingctl

/// What the tests look at: the routes of all responders, and the files made from them.
enum Documents {
    static let routes = OpenAPI.pools.flatMap(\.routes) + StaticRoutes.descriptions
    static let files = try? SiteFiles(OpenAPI.pools, DocumentationText.information).files
    static let bytes = Data(file("openapi.json"))
    static let json = (try? JSONValue.parse(file("openapi.json"))) ?? .null
    static let page = String(decoding: file("docs.html"), as: UTF8.self)

    static func file(_ name: String) -> [UInt8] { files?.first { $0.name == name }?.bytes ?? [] }

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
