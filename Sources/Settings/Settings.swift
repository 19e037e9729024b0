public import Logging
internal import Platform
public import Secrets

/// The whole configuration of a process, read once and checked.
///
/// Every value comes from the environment variable named at its property, or from the file that `NAME_FILE` names (one
/// newline at its end is taken off). An empty variable counts as not set; unknown ones are ignored. What is wrong is
/// refused, never corrected.
public struct Settings: Sendable {
    /// `DATABASE_…`: the database as the application's role.
    public let database: DatabaseSettings

    /// `JWT_SECRET`: signs and verifies access tokens (HS256). Required, at least 32 bytes.
    public let jwtSecret: Secret<[UInt8]>

    /// `JWT_PREVIOUS_SECRETS`: still verify tokens after a change of secret. Separated by commas, each at least
    /// 32 bytes. Default none. Keep one for as long as an access token lives.
    public let jwtPreviousSecrets: [Secret<[UInt8]>]

    /// `FERNET_KEYS`: encrypt the stored secrets of users. Required: one or more Fernet keys separated by commas. The
    /// first encrypts, all decrypt.
    public let fernetKeys: KeyRing

    /// `PUBLIC_URL`: the address at which people reach the site. Default none: links are then relative.
    public let publicURL: WebAddress?

    /// `VAPI_BASE_URL`, `TWILIO_BASE_URL`, `POSTHOG_…`: the services of others.
    public let thirdParties: ThirdPartySettings

    /// `REQUEST_DEADLINE`: how long a request may take before it is answered with 503. In seconds (`10`, `2.5`) or
    /// milliseconds (`500ms`). Default 10 s, minimum 100 ms, maximum 300 s.
    public let requestDeadline: Duration

    /// `LOG_LEVEL`: `trace`, `debug`, `info` (default), `notice`, `warning`, `error` or `critical`.
    public let logLevel: Logger.Level

    /// `RUNTIME_DIRECTORY`: the absolute path of the directory for sockets, locks and the connection budget. Every
    /// process of one host that shares a budget needs the same one. Required by `onboardingctl serve`.
    public let runtimeDirectory: String?

    /// The least bytes of ``jwtSecret``: as many as the hash that HS256 uses puts out.
    public static let minimumSecretBytes = 32

    /// Reads and checks everything. Pure: the same environment and files give the same result.
    ///
    /// - Parameters:
    ///   - environment: the variables.
    ///   - readFile: the content of the file at a path; throws when it cannot be read.
    ///   - requiring: settings that are otherwise optional, such as ``SettingName/runtimeDirectory`` for `serve`.
    /// - Throws: ``SettingsError`` with every problem.
    public static func load(
        from environment: [String: String],
        readFile: @escaping (String) throws -> String,
        requiring: Set<SettingName> = []
    ) throws(SettingsError) -> Settings {
        try SettingsReader(environment: environment, readFile: readFile, needed: requiring).settings(read)
    }

    /// Reads this process's environment and the files it names. Call before other threads exist.
    public static func load(requiring: Set<SettingName> = []) throws(SettingsError) -> Settings {
        try load(from: ProcessEnvironment.all(), readFile: { try TextFile.read($0) }, requiring: requiring)
    }

    private static func read(_ reader: inout SettingsReader) -> Settings? {
        let database = DatabaseSettings.read(&reader)
        let secret = reader.required(.jwtSecret, SettingParsers.secret(minimumBytes: minimumSecretBytes))
        let previous = reader.optional(.jwtPreviousSecrets, SettingParsers.secrets(minimumBytes: minimumSecretBytes))
        let keys = reader.required(.fernetKeys, SettingParsers.keyRing)
        let publicURL = reader.optional(.publicURL, SettingParsers.webAddress)
        let thirdParties = ThirdPartySettings.read(&reader)
        let deadline = reader.optional(.requestDeadline, SettingParsers.duration(.milliseconds(100)...(.seconds(300))))
        let logLevel = reader.optional(.logLevel, SettingParsers.logLevel)
        let directory = reader.optional(.runtimeDirectory, SettingParsers.absolutePath)
        guard let database, let secret, let keys else { return nil }
        return Settings(
            database: database,
            jwtSecret: secret,
            jwtPreviousSecrets: previous ?? [],
            fernetKeys: keys,
            publicURL: publicURL,
            thirdParties: thirdParties,
            requestDeadline: deadline ?? .seconds(10),
            logLevel: logLevel ?? .info,
            runtimeDirectory: directory
        )
    }
}
