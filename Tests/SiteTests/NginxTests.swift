import Foundation
import HTTPTypes
import Support
import Testing

@testable import HTTPRouting
@testable import Site

/// The locations that nginx gets from the route tables.
@Suite struct NginxTests {
    private static func route(
        _ method: String,
        _ path: String,
        aliases: [String] = [],
        access: RouteAccess = .anyone,
        isIdempotent: Bool? = nil,
        limit: RateLimit? = nil
    ) -> RouteDescription {
        RouteDescription(
            method: .init(rawValue: method) ?? .get,
            path: path,
            aliases: aliases,
            name: "\(method) \(path)",
            summary: "",
            tag: "",
            access: access,
            isIdempotent: isIdempotent ?? (method != "POST"),
            limit: limit,
            parameters: [],
            input: .none,
            answers: []
        )
    }

    private static let signIn = RateLimit("sign_in", perSecond: 3, burst: 7)
    private static let pools = [
        PoolRoutes(
            name: "one",
            routes: [
                route("GET", "/api/v1/a", aliases: ["/api/a"]), route("PATCH", "/api/v1/a"),
                route("POST", "/api/v1/once", limit: signIn), route("POST", "/api/v1/again", isIdempotent: true),
                route("DELETE", "/api/v1/things/{id}"), route("GET", "/metrics", access: .loopback),
            ]
        ),
        PoolRoutes(name: "two", routes: [route("POST", "/api/v1/b", limit: signIn)]),
    ]
    private static let nginx = NginxConfiguration(pools: pools)

    /// The directives of a location; nil when there is none.
    private static func location(_ pattern: String) -> [String]? {
        let lines = nginx.locations.split(separator: "\n").map(String.init)
        guard let start = lines.firstIndex(of: "location \(pattern) {") else { return nil }
        return lines[(start + 1)...].prefix { $0 != "}" }.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func mayBeSentAgain(_ pattern: String) -> Bool? {
        location(pattern)?.contains("include /etc/nginx/ava-onboarding/resend.conf;")
    }

    @Test func everySpellingOfAPathHasALocationThatLeadsToItsPool() {
        for pattern in ["= /api/v1/a", "= /api/v1/a/", "= /api/a", "/api/v1/things/", "= /metrics", "/api/"] {
            #expect(Self.location(pattern)?.contains("fastcgi_pass ava_one;") == true, "\(pattern)")
        }
        #expect(Self.location("= /api/v1/b")?.contains("fastcgi_pass ava_two;") == true)
        #expect(!Self.nginx.locations.contains("location ~"))
    }

    @Test func onlyWhatIsTheSameTheSecondTimeIsSentAgain() {
        #expect(Self.mayBeSentAgain("= /api/v1/a") == true)
        #expect(Self.mayBeSentAgain("= /api/v1/again") == true)
        #expect(Self.mayBeSentAgain("= /api/v1/once") == false)
        #expect(Self.mayBeSentAgain("/api/v1/things/") == false)
    }

    @Test func aLimitIsCountedOnceForAllItsRoutes() {
        #expect(Self.location("= /api/v1/once")?.contains("limit_req zone=ava_sign_in burst=7 nodelay;") == true)
        #expect(Self.location("= /api/v1/b")?.contains("limit_req zone=ava_sign_in burst=7 nodelay;") == true)
        #expect(Self.location("= /api/v1/a")?.contains { $0.hasPrefix("limit_req") } == false)
        let zones = Self.nginx.upstreams.split(separator: "\n").filter { $0.hasPrefix("limit_req_zone") }
        #expect(zones == ["limit_req_zone $binary_remote_addr zone=ava_sign_in:10m rate=3r/s;"])
    }

    @Test func whatIsForThisMachineIsClosedToOthers() {
        #expect(Self.location("= /metrics")?.contains("deny all;") == true)
    }

    @Test func twoPoolsCannotServeOnePath() {
        let other = PoolRoutes(name: "two", routes: [Self.route("POST", "/api/a")])
        #expect(throws: SiteConflict.self) {
            try SiteFiles([Self.pools[0], other], APIInformation(title: "", version: "", sections: []))
        }
    }
}
