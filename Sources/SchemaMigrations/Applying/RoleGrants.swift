internal import Platform
internal import Postgres

/// What the application's role may do: read and write rows, and nothing else.
struct RoleGrants {
    let connection: Connection
    let patience: Duration
    /// The role of the application.
    let role: String

    /// Whether the role is there, and is another one than the role that migrates.
    func isOtherRole() throws(PostgresError) -> Bool? {
        let rows = try connection.execute(Self.compare, [.text(role)], deadline: MonotonicClock.now + patience)
        return try rows.first?.bool(0)
    }

    /// Grants everything in one transaction: the role never has less than before, nor more than it should.
    func apply() throws(PostgresError) {
        let rows = try connection.execute(Self.statements, [.text(role)], deadline: MonotonicClock.now + patience)
        var script = ""
        for index in 0..<rows.count { script += (try rows[index].text(0) ?? "") + ";\n" }
        // Several statements in one message of the simple protocol are one transaction.
        try connection.run(script: script, deadline: MonotonicClock.now + patience)
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
