internal import Platform
package import Postgres

/// Keeps two runs on one database apart, with an advisory lock of the session: it ends with the connection, however
/// that ends. See <https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS>.
package struct MigrationLock {
    let connection: Connection
    let patience: Duration

    package init(connection: Connection, patience: Duration) {
        self.connection = connection
        self.patience = patience
    }

    /// Takes the lock, waiting for another run to end.
    ///
    /// It asks again and again rather than blocking in the server: a session that blocks keeps a snapshot, and
    /// `create index concurrently` in the other run would wait for that snapshot forever.
    /// - Parameter onWait: called once when the lock is not free at first.
    /// - Returns: whether the lock was taken before the deadline.
    package func acquire(waitingAtMost wait: Duration, onWait: () -> Void) throws(PostgresError) -> Bool {
        let deadline = MonotonicClock.now + wait
        var isFirst = true
        while try !tryLock() {
            guard MonotonicClock.now < deadline else { return false }
            if isFirst { onWait() }
            isFirst = false
            try connection.run(script: "select pg_sleep(0.1)", deadline: MonotonicClock.now + patience)
        }
        return true
    }

    package func release() throws(PostgresError) {
        _ = try connection.execute(Self.unlock, [Self.key], deadline: MonotonicClock.now + patience)
    }

    private func tryLock() throws(PostgresError) -> Bool {
        let rows = try connection.execute(Self.lock, [Self.key], deadline: MonotonicClock.now + patience)
        return try rows.first?.bool(0) ?? false
    }

    /// The same number in every release, or two releases would not see each other. Locks are per database.
    private static let key = Parameter.integer(0x6176_616D_6967_7261)
    private static let lock = Statement("migration_lock", "select pg_try_advisory_lock($1::bigint)")
    private static let unlock = Statement("migration_unlock", "select pg_advisory_unlock($1::bigint)")
}
