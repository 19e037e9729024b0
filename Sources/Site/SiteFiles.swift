internal import HTTPRouting

/// The files that are made from the route tables when the product is installed: what the web server serves, and how it
/// finds the way to the workers.
public struct SiteFiles {
    /// The name of each file, and its text.
    public let files: [(name: String, bytes: [UInt8])]

    /// The files for these pools. The first is the one that refuses what no route has.
    /// - Throws: ``SiteConflict`` when routes cannot be served side by side.
    public init(_ pools: [PoolRoutes], _ information: APIInformation) throws {
        let routes = pools.flatMap(\.routes) + StaticRoutes.descriptions
        if let problem = Self.conflict(pools) { throw problem }
        let page = DocumentationPage(
            routes,
            information,
            stylePath: StaticRoutes.stylePath,
            documentPath: StaticRoutes.documentPath
        )
        let nginx = NginxConfiguration(pools: pools)
        files = [
            ("openapi.json", OpenAPIDocument(routes, information).bytes),
            ("docs.html", page.bytes),
            ("docs.css", Array(DocumentationStyle.text.utf8)),
            ("upstreams.conf", Array(nginx.upstreams.utf8)),
            ("locations.conf", Array(nginx.locations.utf8)),
        ]
    }

    private static func conflict(_ pools: [PoolRoutes]) -> SiteConflict? {
        var owners: [String: String] = [:]
        for pool in pools {
            for route in pool.routes {
                for path in route.paths {
                    if let other = owners[path], other != pool.name {
                        return SiteConflict(description: "The pools \(other) and \(pool.name) both serve \(path).")
                    }
                    owners[path] = pool.name
                }
            }
        }
        return nil
    }
}

/// Why route tables cannot be served side by side.
public struct SiteConflict: Error, CustomStringConvertible {
    /// A sentence that names the pools and the path.
    public let description: String
}
