internal import Platform
internal import Postgres
internal import SchemaMigrations

/// The connection of an adoption, with its patience.
struct Session {
    let connection: Connection
    let patience: Duration

    func run(_ script: String) throws(MigrationError) {
        if let failure = try failure(of: script) { throw .database(failure) }
    }

    /// Runs a script.
    /// - Returns: what the server has against it; nil when it was done.
    /// - Throws: when the reason is one that passes: a table in use, a lost connection, no space.
    func failure(of script: String) throws(MigrationError) -> PostgresError? {
        do {
            try connection.run(script: script, deadline: MonotonicClock.now + patience)
            return nil
        } catch {
            guard error.sqlState != "55P03" else {
                throw .refused(["A table is in use: stop the earlier product, then run again. Nothing was changed."])
            }
            let isPassing = ["40", "53", "55", "57", "58"].contains(error.sqlState?.prefix(2) ?? "")
            guard error.kind == .server, !isPassing else { throw .database(error) }
            return error
        }
    }

    /// The texts of each row, empty for null.
    @discardableResult
    func texts(_ statement: Statement, _ values: [Parameter] = [], columns: Int) throws(MigrationError) -> [[String]] {
        try attempt { () throws(PostgresError) in
            let rows = try connection.execute(statement, values, deadline: MonotonicClock.now + patience)
            return try (0..<rows.count).map { row throws(PostgresError) in
                try (0..<columns).map { column throws(PostgresError) in try rows[row].text(column) ?? "" }
            }
        }
    }

    func attempt<Result>(_ work: () throws(PostgresError) -> Result) throws(MigrationError) -> Result {
        do { return try work() } catch { throw .database(error) }
    }
}
