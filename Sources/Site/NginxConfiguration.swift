public import HTTPRouting
internal import HTTPTypes

/// How nginx finds the way from a request to a responder, made from what the routes declare.
///
/// Each fixed path has a location of its own, so no regular expression is tried; a path with a `{name}` is found by what
/// stands in front of that. Everything else below `/api/` goes to the first pool, which knows how to refuse it.
struct NginxConfiguration {
    let pools: [PoolRoutes]

    /// What belongs into the block `http`: where the pools are, and the limits.
    var upstreams: String {
        let limits = pools.flatMap(\.routes).compactMap(\.limit)
        let zones = limits.enumerated().filter { limits.firstIndex(of: $1) == $0 }.map { _, limit in
            "limit_req_zone $binary_remote_addr zone=ava_\(limit.name):10m rate=\(limit.perSecond)r/s;\n"
        }
        return Self.heading + zones.joined() + "\n" + pools.map(upstream).joined(separator: "\n")
    }

    /// What belongs into the block `server`: the locations.
    var locations: String {
        var text = Self.heading
        for (route, file) in StaticRoutes.files { text += staticLocations(route, file) }
        for pool in pools {
            for path in pool.paths { text += locations(path, pool) }
        }
        guard let first = pools.first else { return text }
        return text + """

            # What no route has: the application says so.
            location /api/ {
                fastcgi_pass ava_\(first.name);
                include /etc/nginx/ava-onboarding/application.conf;
            }

            """
    }

    private static let heading = "# Written by `onboardingctl openapi` from the route tables. Changes are lost.\n\n"

    /// The same socket three times: nginx sends a request again only to another peer, and here any is as good as another.
    /// `max_fails=0`, because a worker that was killed says nothing about the others behind the socket.
    private func upstream(_ pool: PoolRoutes) -> String {
        let server = "    server unix:/run/ava-onboarding/\(pool.name).sock max_fails=0;\n"
        return "upstream ava_\(pool.name) {\n\(server)\(server)\(server)}\n"
    }

    private func locations(_ path: String, _ pool: PoolRoutes) -> String {
        let routes = pool.routes.filter { $0.paths.contains(path) }
        var directives = routes.compactMap(\.limit).prefix(1).map {
            "limit_req zone=ava_\($0.name) burst=\($0.burst) nodelay;"
        }
        if routes.contains(where: { $0.access == .loopback }) {
            directives += ["allow 127.0.0.0/8;", "allow ::1;", "deny all;"]
        }
        directives += ["fastcgi_pass ava_\(pool.name);", "include /etc/nginx/ava-onboarding/application.conf;"]
        // PUT and DELETE are sent again by nginx's own rule, as GET is.
        if routes.contains(where: { $0.method == .post || $0.method == .patch }), routes.allSatisfy(\.isIdempotent) {
            directives.append("include /etc/nginx/ava-onboarding/resend.conf;")
        }
        guard let brace = path.firstIndex(of: "{") else { return exactLocations(path, directives) }
        return location("\(path[..<brace])", directives)
    }

    private func staticLocations(_ route: RouteDescription, _ file: String) -> String {
        let type = route.answers.first?.contentType?.split(separator: ";").first ?? "application/octet-stream"
        let directives = [
            "alias /usr/share/ava-onboarding/api/\(file);",
            "types { }",
            "default_type \(type);",
            "include /etc/nginx/ava-onboarding/static.conf;",
        ]
        // nginx takes a path with a slash at its end for a directory.
        return location("= \(route.path)", directives)
            + location("= \(route.path)/", ["rewrite ^ \(route.path) last;"])
    }

    /// A trailing slash is the same route.
    private func exactLocations(_ path: String, _ directives: [String]) -> String {
        location("= \(path)", directives) + location("= \(path)/", directives)
    }

    private func location(_ pattern: String, _ directives: [String]) -> String {
        "location \(pattern) {\n" + directives.map { "    \($0)\n" }.joined() + "}\n"
    }
}

/// The routes of one responder, and the pool whose workers serve them.
public struct PoolRoutes: Sendable {
    /// The pool's name: that of its socket, and of the upstream in nginx.
    public let name: String
    /// What is to be known about the routes.
    public let routes: [RouteDescription]

    /// The routes that the pool `name` serves.
    public init(name: String, routes: [RouteDescription]) {
        self.name = name
        self.routes = routes
    }

    /// Every spelling of every path, once.
    fileprivate var paths: [String] {
        var paths: [String] = []
        for path in routes.flatMap(\.paths) where !paths.contains(path) { paths.append(path) }
        return paths
    }
}
