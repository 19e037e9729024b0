/// Every setting there is, by its name in the environment. Each also takes `NAME_FILE`, the path of a file to read it from.
///
/// What a setting means, its unit, default and limits stand at the property of ``Settings`` that holds it.
public enum SettingName: String, CaseIterable, Sendable {
    /// ``DatabaseSettings/url``
    case databaseURL = "DATABASE_URL"
    /// ``MigrationSettings/ownerURL``
    case databaseOwnerURL = "DATABASE_OWNER_URL"
    /// ``DatabaseSettings/connectionBudget``
    case databaseConnectionBudget = "DATABASE_CONNECTION_BUDGET"
    /// ``DatabaseSettings/preparesStatements``
    case databasePreparedStatements = "DATABASE_PREPARED_STATEMENTS"
    /// ``DatabaseSettings/handsOver``
    case databaseHandOver = "DATABASE_HAND_OVER"
    /// ``Settings/jwtSecret``
    case jwtSecret = "JWT_SECRET"
    /// ``Settings/jwtPreviousSecrets``
    case jwtPreviousSecrets = "JWT_PREVIOUS_SECRETS"
    /// ``Settings/fernetKeys``
    case fernetKeys = "FERNET_KEYS"
    /// ``Settings/publicURL``
    case publicURL = "PUBLIC_URL"
    /// ``ThirdPartySettings/vapiBaseURL``
    case vapiBaseURL = "VAPI_BASE_URL"
    /// ``ThirdPartySettings/twilioBaseURL``
    case twilioBaseURL = "TWILIO_BASE_URL"
    /// ``ThirdPartySettings/PostHog/host``
    case postHogHost = "POSTHOG_HOST"
    /// ``ThirdPartySettings/PostHog/apiKey``
    case postHogAPIKey = "POSTHOG_API_KEY"
    /// ``Settings/requestDeadline``
    case requestDeadline = "REQUEST_DEADLINE"
    /// ``Settings/logLevel``
    case logLevel = "LOG_LEVEL"
    /// ``Settings/runtimeDirectory``
    case runtimeDirectory = "RUNTIME_DIRECTORY"

    /// The variable that names a file to read this setting from, such as `JWT_SECRET_FILE`.
    public var fileVariable: String { rawValue + "_FILE" }
}
