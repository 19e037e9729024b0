public import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Platform
internal import Postgres
internal import SchemaMigrations
internal import Scoreboard

/// What load balancers, scripts and a monitoring system ask. One responder of an installation serves these.
public enum Operations {
    /// The routes.
    public static let routes: [ResponderRoute<NoServices>] = [
        Route(
            .get,
            "/healthz",
            name: "getHealth",
            summary: "Whether a worker answers.",
            access: .anyone,
            answers: [
                Answer(.ok, "It does.", .object("Health", [Member("status", .choice(["healthy"]), example: "healthy")]))
            ]
        ) { _ in
            .json { json in json.member("status", "healthy") }
        },
        Route(
            .get,
            "/readyz",
            name: "getReadiness",
            summary: "Whether the database is reachable and migrated.",
            access: .anyone,
            answers: [
                Answer(.ok, "It is.", .object("Readiness", [Member("status", .choice(["ready"]), example: "ready")])),
                Answer(problem: notMigrated, "The database is older than the program."),
            ]
        ) { call in
            let rows = try call.run(isMigrated, ["version": .integer(Int(SchemaVersion.required.number))])
            guard try rows.first?.bool(0) == true else { throw notMigrated }
            return .json { json in json.member("status", "ready") }
        },
        Route(
            .get,
            "/metrics",
            name: "getMetrics",
            summary: "Counters of all workers in Prometheus' text format.",
            access: .loopback,
            answers: [
                Answer(.ok, "The counters.", contentType: PrometheusText.contentType),
                Answer(problem: noScoreboard, "The worker was started without a scoreboard."),
            ]
        ) { call in
            guard let path = call.context.worker.scoreboard else { throw noScoreboard }
            let text = PrometheusText.render(try Scoreboard(path: path).snapshot())
            return Response(.ok, contentType: PrometheusText.contentType, body: Array(text.utf8))
        },
    ]

    private static let isMigrated = Statement("readiness", SchemaVersion.isReachedStatement)

    private static let notMigrated = Problem(
        .serviceUnavailable,
        "not_migrated",
        "The database is older than this program; run onboardingctl migrate up"
    ).with(.retryAfter, "5")

    private static let noScoreboard = Problem(
        .notFound,
        "no_scoreboard",
        "This worker has no scoreboard; onboardingctl serve gives it one"
    )
}

extension Sequence where Element == ResponderRoute<NoServices> {
    /// The same routes in an application that lends services, which these do not need.
    @inlinable
    public func lent<Services>() -> [ResponderRoute<Services>] {
        map { $0.within { (context: Context<Services>) in context.lending(NoServices()) } }
    }
}
