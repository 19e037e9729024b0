import ArgumentParser
import Postgres

/// `onboardingctl prune`
struct Prune: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes rows that have served their time.",
        discussion: """
            Deletes sessions that ended or expired more than 30 days ago and their refresh tokens; used refresh tokens \
            of other sessions after 30 days, except the newest three; counts of failed sign-ins a day after their \
            window; delivered analytics events after 90 days. Works in small steps that lock nobody out and leaves \
            rows in use for the next run. Run it from cron or a systemd timer, once a day. Connects as DATABASE_URL.
            """
    )

    @Flag(help: "Count the rows instead of deleting them.")
    var dryRun = false

    func run(in context: CommandContext) throws {
        let pruner = TablePruner(connection: try context.connect())
        for rule in PruneRule.all {
            let count = try dryRun ? pruner.count(rule) : pruner.delete(rule)
            context.print("\(rule.table): \(count) \(dryRun ? "to delete" : "deleted")")
        }
    }
}

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

/// Walks over a table from its first to its last page, a few pages with each statement.
///
/// So each statement takes a bounded time and no index on a time column is needed, which every save would have to keep
/// up to date. See <https://www.postgresql.org/docs/15/sql-select.html#SQL-FOR-UPDATE-SHARE> for `skip locked`.
struct TablePruner {
    let connection: Connection

    /// One MiB: some thousand rows.
    private static let pagesPerStatement = 128

    /// - Returns: how many rows were deleted.
    func delete(_ rule: PruneRule) throws -> Int {
        let statement = Self.deletion(rule)
        return try walk(rule) { pages in try connection.answer(to: statement, pages).affectedCount }
    }

    /// Deletes between the pages `$1` and `$2`.
    static func deletion(_ rule: PruneRule) -> Statement {
        Statement(
            "prune_\(rule.table)",
            """
            delete from \(rule.table)
             where ctid = any (array(
                       select t.ctid
                         \(Self.rows(of: rule))
                          for update of t
                         skip locked
                   ))
            """
        )
    }

    /// - Returns: how many rows ``delete(_:)`` would delete.
    func count(_ rule: PruneRule) throws -> Int {
        let statement = Statement("prune_count_\(rule.table)", "select count(*) \(Self.rows(of: rule))")
        return try walk(rule) { pages in try connection.answer(to: statement, pages).first?.integer(0) ?? 0 }
    }

    private static func rows(of rule: PruneRule) -> String {
        "from \(rule.table) t \(rule.join) where t.ctid >= $1::tid and t.ctid < $2::tid and \(rule.condition)"
    }

    private func walk(_ rule: PruneRule, _ step: ([Parameter]) throws -> Int) throws -> Int {
        let size = Statement(
            "prune_pages",
            "select pg_relation_size($1::regclass) / current_setting('block_size')::bigint"
        )
        let pages = try connection.answer(to: size, [.text(rule.table)]).first?.integer(0) ?? 0
        return try stride(from: 0, to: pages, by: Self.pagesPerStatement).reduce(0) { sum, first in
            try sum + step([.text("(\(first),0)"), .text("(\(first + Self.pagesPerStatement),0)")])
        }
    }
}
