internal import Platform
package import Postgres

/// What the tool itself keeps in the database: the table `schema_migrations`, which says what migrations the database has
/// had, and a lock that keeps two runs apart.
package struct MigrationLedger {
    let connection: Connection
    let patience: Duration

    /// - Parameter patience: how long each statement may take.
    package init(connection: Connection, patience: Duration) {
        self.connection = connection
        self.patience = patience
    }

    /// Takes the lock, waiting for another run to end. It is an advisory lock of the session: it ends with the connection,
    /// however that ends. See <https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS>.
    ///
    /// It asks again and again rather than blocking in the server: a session that blocks keeps a snapshot, and
    /// `create index concurrently` in the other run would wait for that snapshot forever.
    /// - Parameter onWait: called once when the lock is not free at first.
    /// - Returns: whether the lock was taken before the deadline.
    package func lock(waitingAtMost wait: Duration, onWait: () -> Void) throws(PostgresError) -> Bool {
        let deadline = MonotonicClock.now + wait
        var isFirst = true
        while try execute(Self.takeLock, [Self.lockKey]).first?.bool(0) != true {
            guard MonotonicClock.now < deadline else { return false }
            if isFirst { onWait() }
            isFirst = false
            try run("select pg_sleep(0.1)")
        }
        return true
    }

    /// Gives the lock back. One that cannot be given back ends with its connection, which is then broken.
    package func unlock() { _ = try? execute(Self.giveLockBack, [Self.lockKey]) }

    /// The rows, oldest first; none when the table does not exist yet.
    package func applied() throws(PostgresError) -> [AppliedMigration] {
        guard try execute(Self.exists).first?.bool(0) == true else { return [] }
        let rows = try execute(Self.list)
        return try (0..<rows.count).map { index throws(PostgresError) in
            let row = rows[index]
            return AppliedMigration(
                version: MigrationVersion(number: Int64(try row.integer(0) ?? 0)),
                name: try row.text(1) ?? "",
                checksum: try row.text(2) ?? "",
                appliedAt: try row.text(3) ?? ""
            )
        }
    }

    package func create() throws(PostgresError) { try run(Self.createTable) }

    /// Writes what a step did. Inside the step's transaction when it has one.
    package func record(_ step: MigrationStep) throws(PostgresError) {
        let migration = step.migration
        let version = Parameter.integer(Int(migration.version.number))
        switch step.action {
        case .apply:
            _ = try execute(Self.insert, [version, .text(migration.file.name), .text(migration.checksum)])
        case .undo: _ = try execute(Self.delete, [version])
        }
    }

    func execute(_ statement: Statement, _ values: [Parameter] = []) throws(PostgresError) -> Rows {
        try connection.execute(statement, values, deadline: MonotonicClock.now + patience)
    }

    func run(_ script: String) throws(PostgresError) {
        try connection.run(script: script, deadline: MonotonicClock.now + patience)
    }

    /// The same number in every release, or two releases would not see each other. Locks are per database.
    private static let lockKey = Parameter.integer(0x6176_616D_6967_7261)
    private static let takeLock = Statement("migration_lock", "select pg_try_advisory_lock($1::bigint)")
    private static let giveLockBack = Statement("migration_unlock", "select pg_advisory_unlock($1::bigint)")

    private static let createTable = """
        create table if not exists schema_migrations (
            version    bigint       primary key,
            name       varchar(255) not null,
            checksum   varchar(64)  not null,
            applied_at timestamptz  not null default now()
        )
        """

    private static let exists = Statement(
        "migration_ledger_exists",
        "select to_regclass('schema_migrations') is not null"
    )

    private static let list = Statement(
        "migration_ledger_list",
        """
        select version, name, checksum, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
          from schema_migrations
         order by version
        """
    )

    private static let insert = Statement(
        "migration_ledger_insert",
        "insert into schema_migrations (version, name, checksum) values ($1, $2, $3)"
    )

    private static let delete = Statement(
        "migration_ledger_delete",
        "delete from schema_migrations where version = $1"
    )
}

/// What the application's role may do: read and write rows, and nothing else.
struct RoleGrants {
    let ledger: MigrationLedger
    /// The role of the application.
    let role: String

    /// Whether the role is there, and is another one than the role that migrates.
    func isOtherRole() throws(PostgresError) -> Bool? {
        try ledger.execute(Self.compare, [.text(role)]).first?.bool(0)
    }

    /// Grants everything in one transaction: the role never has less than before, nor more than it should.
    func apply() throws(PostgresError) {
        let rows = try ledger.execute(Self.statements, [.text(role)])
        var script = ""
        for index in 0..<rows.count { script += (try rows[index].text(0) ?? "") + ";\n" }
        // Several statements in one message of the simple protocol are one transaction.
        try ledger.run(script)
    }

    private static let compare = Statement(
        "migration_role_compare",
        "select rolname <> current_user from pg_roles where rolname = $1"
    )

    private static let statements = Statement(
        "migration_grant_statements",
        """
        select format('grant usage on schema %I to %I', current_schema(), $1::text)
         union all
        select format(
                   case relkind
                       when 'S' then 'grant usage on sequence %s to %I'
                       else 'grant select, insert, update, delete on table %s to %I'
                   end,
                   oid::regclass,
                   $1::text
               )
          from pg_class
         where relnamespace = current_schema()::regnamespace
           and relkind in ('r', 'p', 'S')
           and relname not in ('schema_migrations', 'alembic_version')
           and pg_has_role(relowner, 'usage')
         union all
        select format('revoke all on table schema_migrations from %I', $1::text)
         union all
        select format('grant select on table schema_migrations to %I', $1::text)
        """
    )
}
