/// Which rows of a table have served their time.
struct PruneRule {
    let table: String
    /// Tables that the condition looks at, as SQL behind `from … t`; empty for none.
    var join = ""
    /// The condition on a row `t`.
    let condition: String

    /// In the order in which they are carried out: the tokens of a dead session go before the session, so that deleting
    /// a session never has to delete thousands of rows at once.
    static let all = [
        PruneRule(
            table: "refresh_tokens",
            // The limit makes PostgreSQL look each session up by its id, where a guess would have it read them all.
            join: """
                cross join lateral (select generation, ended_at, expires_at
                                      from sessions
                                     where id = t.session_id
                                     limit 1) s
                """,
            condition: """
                (\(deadSession)
                 or t.rotated_at < now() - interval '30 days' and t.generation <= s.generation - 3)
                """
        ),
        PruneRule(
            table: "sessions",
            condition: "(t.ended_at < now() - interval '30 days' or t.expires_at < now() - interval '30 days')"
        ),
        PruneRule(
            table: "login_attempts",
            condition: "t.window_started_at < now() - interval '1 day 15 minutes'"
        ),
        PruneRule(table: "analytics_events", condition: "t.delivered_at < now() - interval '90 days'"),
    ]

    private static let deadSession =
        "s.ended_at < now() - interval '30 days' or s.expires_at < now() - interval '30 days'"
}
