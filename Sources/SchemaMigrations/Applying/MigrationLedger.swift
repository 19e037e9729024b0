internal import Platform
package import Postgres

/// The table `schema_migrations`: which migrations this database has had.
package struct MigrationLedger {
    let connection: Connection
    let patience: Duration

    package init(connection: Connection, patience: Duration) {
        self.connection = connection
        self.patience = patience
    }

    /// The rows, oldest first; none when the table does not exist yet.
    package func applied() throws(PostgresError) -> [AppliedMigration] {
        guard try execute(Self.exists, []).first?.bool(0) == true else { return [] }
        let rows = try execute(Self.list, [])
        var applied: [AppliedMigration] = []
        for index in 0..<rows.count {
            let row = rows[index]
            applied.append(
                AppliedMigration(
                    version: MigrationVersion(number: Int64(try row.integer(0) ?? 0)),
                    name: try row.text(1) ?? "",
                    checksum: try row.text(2) ?? "",
                    appliedAt: try row.text(3) ?? ""
                )
            )
        }
        return applied
    }

    package func create() throws(PostgresError) {
        try connection.run(script: Self.createTable, deadline: MonotonicClock.now + patience)
    }

    /// Writes what a step did. Inside the step's transaction when it has one.
    package func record(_ step: MigrationStep) throws(PostgresError) {
        let migration = step.migration
        let version = Parameter.integer(Int(migration.version.number))
        switch step.action {
        case .apply:
            _ = try execute(Self.insert, [version, .text(migration.file.name), .text(migration.checksum)])
        case .undo:
            _ = try execute(Self.delete, [version])
        }
    }

    private func execute(_ statement: Statement, _ values: [Parameter]) throws(PostgresError) -> Rows {
        try connection.execute(statement, values, deadline: MonotonicClock.now + patience)
    }

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
