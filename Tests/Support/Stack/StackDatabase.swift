import Platform
import Postgres

/// The database of a stack, seen with the eyes of the role that owns the tables.
public struct StackDatabase: Sendable {
    let url: String

    /// The database at a connection string.
    public init(url: String) { self.url = url }

    /// The text values of the first column that a query answers with.
    public func texts(_ query: String) throws -> [String?] {
        let deadline = MonotonicClock.now + .seconds(30)
        let configuration = try ConnectionConfiguration(url: url, applicationName: "tests")
        let connection = try Connection.open(configuration, deadline: deadline)
        let rows = try connection.execute(Statement("texts", query), [], deadline: deadline)
        return try (0..<rows.count).map { try rows[$0].text(0) }
    }

    /// The first value of a query; nil when there is none or it is null.
    public func text(_ query: String) throws -> String? { try texts(query).first ?? nil }

    /// The content of every table but those named, as text: equal when nothing has changed.
    ///
    /// Sign-in attempts are left out, because counting them is the only effect that a refused request may have.
    public func snapshot(without tables: [String] = ["login_attempts"]) throws -> [String] {
        let names = try texts("select tablename::text from pg_tables where schemaname = 'public' order by 1")
        let wanted = names.compactMap { $0 }.filter { !tables.contains($0) }
        let parts = wanted.map { name in
            "select '\(name) ' || coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from \(name) t"
        }
        return try texts(parts.joined(separator: " union all ") + " order by 1").compactMap { $0 }
    }
}
