public import Secrets
internal import Platform

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
        var reader = SettingsReader(environment: environment, readFile: readFile)
        let owner = reader.optional(.databaseOwnerURL, SettingParsers.databaseURL)
        let application = reader.optional(.databaseURL, SettingParsers.databaseURL)
        if owner == nil, application == nil, reader.problems.isEmpty {
            reader.report(.databaseOwnerURL, .missing, "is not set, and neither is DATABASE_URL: one is required")
        }
        try reader.finish()
        guard let ownerURL = owner ?? application else { throw SettingsError(problems: reader.problems) }
        return MigrationSettings(ownerURL: ownerURL, applicationURL: application)
    }

    /// Reads this process's environment and the files it names. Call before other threads exist.
    public static func load() throws(SettingsError) -> MigrationSettings {
        try load(from: ProcessEnvironment.all()) { try TextFile.read($0) }
    }
}
