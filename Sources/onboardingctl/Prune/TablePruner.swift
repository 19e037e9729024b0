import Postgres

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
