public import Secrets
internal import Platform

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

    /// The default of ``connectionBudget``.
    public static let defaultConnectionBudget = 16

    /// Reads only what the database needs, for tools that need no secrets.
    ///
    /// - Throws: ``SettingsError`` with every problem.
    public static func load(
        from environment: [String: String],
        readFile: @escaping (String) throws -> String
    ) throws(SettingsError) -> DatabaseSettings {
        var reader = SettingsReader(environment: environment, readFile: readFile)
        let settings = read(&reader)
        try reader.finish()
        guard let settings else { throw SettingsError(problems: reader.problems) }
        return settings
    }

    /// Reads this process's environment and the files it names. Call before other threads exist.
    public static func load() throws(SettingsError) -> DatabaseSettings {
        try load(from: ProcessEnvironment.all()) { try TextFile.read($0) }
    }

    static func read(_ reader: inout SettingsReader) -> DatabaseSettings? {
        let url = reader.required(.databaseURL, SettingParsers.databaseURL)
        let budget = reader.optional(.databaseConnectionBudget, SettingParsers.integer(1...10_000))
        let prepares = reader.optional(.databasePreparedStatements, SettingParsers.onOrOff)
        let handsOver = reader.optional(.databaseHandOver, SettingParsers.onOrOff)
        guard let url else { return nil }
        return DatabaseSettings(
            url: url,
            connectionBudget: budget ?? defaultConnectionBudget,
            preparesStatements: prepares ?? true,
            handsOver: handsOver ?? true
        )
    }
}
