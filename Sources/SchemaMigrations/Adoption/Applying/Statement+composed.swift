internal import Postgres
internal import Secrets

extension Statement {
    /// A statement that was put together for the tables at hand. Its name comes from its text, because a connection knows
    /// a statement by its name.
    init(composed sql: String) {
        let digits = SHA256.hash(Array(sql.utf8)).prefix(16).map { String($0, radix: 16) }
        self.init("composed_" + digits.joined(separator: "_"), sql)
    }
}
