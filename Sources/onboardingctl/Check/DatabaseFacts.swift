import Platform
import Postgres
import SchemaMigrations

/// What the database says about itself, as far as a start depends on it.
struct DatabaseFacts {
    /// Such as 150004 for 15.4.
    var serverVersion: Int
    /// Such as `UTF8`.
    var encoding: String
    /// How many connections the application's role may have: the least of the limits of server, database and role.
    var connectionLimit: Int
    /// The application's role.
    var role: String
    var roleIsSuperuser: Bool
    /// Whether the role owns a table of the schema.
    var roleOwnsTables: Bool
    /// Whether the earlier product's bookkeeping is there.
    var hasEarlierTables: Bool
    /// The newest migration; nil when there has been none.
    var version: MigrationVersion?
}

extension DatabaseFacts {
    /// What the facts mean for a start. Pure.
    func findings(budget: Int, required: MigrationVersion = SchemaVersion.required) -> [Finding] {
        [serverFinding, versionFinding(required), budgetFinding(budget)] + roleFindings
    }

    private var serverFinding: Finding {
        if serverVersion < 150_000 {
            return .problem("PostgreSQL 15 or newer is needed; the server is version \(serverVersion / 10_000).")
        }
        if encoding != "UTF8" {
            return .problem("The database's encoding is \(encoding), not UTF8. Create it anew with encoding UTF8.")
        }
        return .good("The server is PostgreSQL \(serverVersion / 10_000), with encoding UTF8.")
    }

    private func versionFinding(_ required: MigrationVersion) -> Finding {
        guard let version else {
            if hasEarlierTables {
                return .problem("The tables are those of the earlier product. Run 'onboardingctl migrate adopt'.")
            }
            return .problem("The database has no tables yet. Run 'onboardingctl migrate up'.")
        }
        if version < required {
            return .problem(
                "The database is at version \(version), this release needs \(required). Run 'onboardingctl migrate up'."
            )
        }
        if version > required {
            return .warning("The database is at version \(version), newer than this release, which needs \(required).")
        }
        return .good("The database is at version \(version).")
    }

    private func budgetFinding(_ budget: Int) -> Finding {
        if budget > connectionLimit {
            return .problem(
                "DATABASE_CONNECTION_BUDGET is \(budget), but the server lets the role have \(connectionLimit) connections."
            )
        }
        if budget == connectionLimit {
            return .warning(
                "DATABASE_CONNECTION_BUDGET is \(budget), all that the server lets the role have: none is left for tools."
            )
        }
        return .good("DATABASE_CONNECTION_BUDGET is \(budget) of \(connectionLimit) connections.")
    }

    private var roleFindings: [Finding] {
        if roleIsSuperuser {
            return [.warning("The role \(role) is a superuser. Let workers connect as a role that owns nothing.")]
        }
        if roleOwnsTables {
            return [.warning("The role \(role) owns tables. Let another role own them: see DATABASE_OWNER_URL.")]
        }
        return [.good("The role \(role) owns nothing.")]
    }
}

extension DatabaseFacts {
    /// Asks the database.
    init(readingFrom connection: Connection) throws {
        let deadline = MonotonicClock.now + CommandConnection.patience
        let row = try connection.execute(Self.statement, [], deadline: deadline).first
        serverVersion = try row?.integer(0) ?? 0
        encoding = try row?.text(1) ?? ""
        connectionLimit = try row?.integer(2) ?? 0
        role = try row?.text(3) ?? ""
        roleIsSuperuser = try row?.bool(4) ?? false
        roleOwnsTables = try row?.bool(5) ?? false
        hasEarlierTables = try row?.bool(7) ?? false
        if try row?.bool(6) == true {
            let newest = try connection.execute(Self.newest, [], deadline: deadline).first
            version = try newest?.integer(0).map { MigrationVersion(number: Int64($0)) }
        }
    }

    private static let statement = Statement(
        "check_facts",
        """
        select current_setting('server_version_num')::integer,
               current_setting('server_encoding'),
               least(
                   current_setting('max_connections')::integer
                       - current_setting('superuser_reserved_connections')::integer,
                   nullif(rolconnlimit, -1),
                   (select nullif(datconnlimit, -1) from pg_database where datname = current_database())
               ),
               rolname,
               rolsuper,
               exists (
                   select
                     from pg_class
                    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and relowner = r.oid
               ),
               to_regclass('schema_migrations') is not null,
               to_regclass('alembic_version') is not null
          from pg_roles r
         where rolname = current_user
        """
    )

    private static let newest = Statement("check_newest", "select max(version) from schema_migrations")
}
