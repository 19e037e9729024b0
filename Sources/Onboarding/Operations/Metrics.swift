internal import HTTPRouting
internal import HTTPTypes
internal import Scoreboard

/// What a monitoring system collects, for processes on this machine only.
enum Metrics {
    static let routes: [Route<Application>] = [
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
            guard let path = call.context.scoreboard else { throw noScoreboard }
            let text = PrometheusText.render(try Scoreboard(path: path).snapshot())
            return Response(.ok, contentType: PrometheusText.contentType, body: Array(text.utf8))
        }
    ]

    private static let noScoreboard = Problem(
        .notFound,
        "no_scoreboard",
        "This worker has no scoreboard; onboardingctl serve gives it one"
    )
}
