internal import Pooling
internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Postgres
internal import SchemaMigrations

/// What load balancers and scripts ask.
enum Health {
    static let routes: [Route<Application>] = [
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
            let required = Parameter.integer(Int(SchemaVersion.required.number))
            let rows = try call.context.database.run(isMigrated, [required], .readOnly)
            guard try rows.first?.bool(0) == true else { throw notMigrated }
            return .json { json in json.member("status", "ready") }
        },
    ]

    private static let isMigrated = Statement("readiness", SchemaVersion.isReachedStatement)

    private static let notMigrated = Problem(
        .serviceUnavailable,
        "not_migrated",
        "The database is older than this program; run onboardingctl migrate up"
    ).with(.retryAfter, "5")
}
