public import Secrets

/// How a process reaches the database as the application's role.
public struct DatabaseSettings: Sendable {
    /// `DATABASE_URL`: where the database is and who connects, as a libpq URI or as `key=value` pairs; several hosts are
    /// allowed. Required. The role should own nothing: see ``MigrationSettings``.
    ///
    /// See <https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING>.
    public let url: Secret<String>

    /// `DATABASE_CONNECTION_BUDGET`: how many connections all processes of this host together may hold open.
    /// Default 16, minimum 1, maximum 10,000. Keep it below the server's `max_connections` less its reserved ones,
    /// less those of other hosts and tools; `onboardingctl check` compares.
    public let connectionBudget: Int

    /// `DATABASE_PREPARED_STATEMENTS`: `on` (default) prepares each statement once per connection. `off` is for
    /// poolers in transaction mode that do not follow prepared statements, such as PgBouncer before 1.21.
    public let preparesStatements: Bool

    /// `DATABASE_HAND_OVER`: `on` (default) lets a worker that has done its share leave its connection to the one that
    /// follows it. `off` makes every worker open its own.
    public let handsOver: Bool

    /// Reads only what the database needs, for tools that need no secrets.
    ///
    /// - Throws: ``SettingsError`` with every problem.
    public static func load(
        from environment: [String: String],
        readFile: @escaping (String) throws -> String
    ) throws(SettingsError) -> DatabaseSettings {
        try SettingsReader(environment: environment, readFile: readFile).settings(read)
    }

    static func read(_ reader: inout SettingsReader) -> DatabaseSettings? {
        let url = reader.required(.databaseURL, SettingParsers.databaseURL)
        let budget = reader.optional(.databaseConnectionBudget, SettingParsers.integer(1...10_000))
        let prepares = reader.optional(.databasePreparedStatements, SettingParsers.onOrOff)
        let handsOver = reader.optional(.databaseHandOver, SettingParsers.onOrOff)
        guard let url else { return nil }
        return DatabaseSettings(
            url: url,
            connectionBudget: budget ?? 16,
            preparesStatements: prepares ?? true,
            handsOver: handsOver ?? true
        )
    }
}

/// How `onboardingctl migrate` reaches the database. No worker reads this.
public struct MigrationSettings: Sendable {
    /// `DATABASE_OWNER_URL`: the database as the role that owns the tables, in the form of ``DatabaseSettings/url``.
    /// Default: `DATABASE_URL`. It must lead to PostgreSQL itself: a pooler in transaction mode loses the lock that
    /// keeps two runs apart.
    public let ownerURL: Secret<String>

    /// `DATABASE_URL`: the database as the application's role, which gets its rights after each run. Nil when only
    /// `DATABASE_OWNER_URL` is set.
    public let applicationURL: Secret<String>?

    /// Reads the two; one of them must be set.
    ///
    /// - Throws: ``SettingsError`` with every problem.
    public static func load(
        from environment: [String: String],
        readFile: @escaping (String) throws -> String
    ) throws(SettingsError) -> MigrationSettings {
        try SettingsReader(environment: environment, readFile: readFile).settings { reader in
            let owner = reader.optional(.databaseOwnerURL, SettingParsers.databaseURL)
            let application = reader.optional(.databaseURL, SettingParsers.databaseURL)
            if owner == nil, application == nil, reader.problems.isEmpty {
                reader.report(.databaseOwnerURL, .missing, "is not set, and neither is DATABASE_URL: one is required")
            }
            return (owner ?? application).map { MigrationSettings(ownerURL: $0, applicationURL: application) }
        }
    }
}
